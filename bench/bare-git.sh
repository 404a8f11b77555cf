#!/bin/sh
# The git commands that recording a working state takes at least: where we are, what is there, what changed, the changed
# files' content, a tree of it all under a ref. The index itself stays as it is.
set -eu
commit=$(git rev-parse HEAD)
git symbolic-ref -q --short HEAD >/dev/null
git ls-files --stage >/dev/null
copy=.git/bare-index
cp -p .git/index "$copy"
git status --porcelain=v2 --untracked-files=all --no-renames | sed -n 's/^1 .M.* //p' >.git/bare-changed
git hash-object -w --stdin-paths <.git/bare-changed |
  paste - .git/bare-changed | sed 's/^\([0-9a-f]*\)\t/100644 \1\t/' |
  GIT_INDEX_FILE=$copy git update-index --index-info
tree=$(GIT_INDEX_FILE=$copy git write-tree)
git update-ref "refs/bare/$tree" "$tree"
rm "$copy" .git/bare-changed
