import Provenance
import Testing

@testable import Checklist

private func table(_ text: String, _ name: String = "metrics.csv") throws -> MetricTable {
  try MetricReader.read(Array(text.utf8), shownAs: name, epochColumns: ["epoch", "step"])
}

@Suite struct FigureFamiliesTests {
  @Test func metricsThatDifferOnlyInTheirPartOfTheDataAreOneFigure() throws {
    let metrics = try table("epoch,train_loss,lr,val_loss,Test.Loss,val_auc\n1,1,2,3,4,5\n2,1,2,3,4,5\n")
    var policy = Policy()
    #expect(
      FigureFamilies([metrics], policy: policy).figures.map { $0.curves.map(\.metric) }
        == [["train_loss", "val_loss"], ["lr"], ["Test.Loss"], ["val_auc"]])
    policy.metrics.primary = "val_auc"
    #expect(FigureFamilies([metrics], policy: policy).figures.map(\.title) == ["auc", "loss", "lr", "Loss"])
  }

  @Test(arguments: [
    ("train_loss", "loss"), ("val/loss", "loss"), ("loss", "loss"), ("val_acc", "accuracy"), ("layers/0/weight", "layers"),
    ("train", "train"), ("val_sex_correlation", "sex correlation"), ("train_loss_epoch", "loss"), ("/x", "x"),
  ])
  func aNameTellsItsFamily(_ name: String, _ stem: String) { #expect(FigureFamilies.stem(of: name) == stem) }

  @Test func bestIsTheFirstOfEqualOnesAndNeverNaN() throws {
    var policy = Policy()
    policy.metrics.primary = "auc"
    let metrics = try table("epoch,auc\n1,nan\n2,0.7\n3,0.9\n4,0.9\n5,inf\n")
    #expect(FigureFamilies([metrics], policy: policy).figures.first?.best == .init(curve: 0, step: 3, value: 0.9))
    policy.metrics.direction = .min
    #expect(FigureFamilies([metrics], policy: policy).figures.first?.best == .init(curve: 0, step: 2, value: 0.7))
  }

  @Test func countersAreNotMixedAndSourcesAreTold() throws {
    let tables = [
      try table("epoch,loss\n1,1\n2,2\n"), try table("step,loss\n10,1\n20,2\n", "b.csv"), try table("loss\n1\n2\n", "c.csv"),
    ]
    let figures = FigureFamilies(tables, policy: Policy()).figures
    #expect(
      figures.map(\.counter) == ["epoch", "step", "row"] && figures.map(\.sources) == [["metrics.csv"], ["b.csv"], ["c.csv"]])
    #expect(figures[2].curves[0].steps == [1, 2])
  }

  @Test func whatIsNoCurveHasNoFigure() throws {
    let tables = [
      try table("{\"auc\": 0.7}", "results.json"), try table("epoch,a,b,c\n1,1,nan,\n2,,inf,\n"),
    ]
    #expect(FigureFamilies(tables, policy: Policy()).figures.isEmpty)
  }

  @Test func thePolicyDeclaresFiguresByPatterns() throws {
    var policy = Policy()
    policy.readme.figures = [.init(title: "Losses", metrics: ["val_loss", "*loss"]), .init(title: "None", metrics: ["x"])]
    let metrics = try table("epoch,train_loss,val_loss,auc\n1,1,2,3\n2,1,2,3\n")
    let figures = FigureFamilies([metrics], policy: policy).figures
    #expect(figures.map(\.title) == ["Losses"] && figures[0].curves.map(\.metric) == ["val_loss", "train_loss"])
    #expect(figures[0].alternative == "Curves of val_loss, train_loss by epoch")
  }

  @Test func splitsAreCurvesOfTheirOwnInTheOrderOfTheirSteps() throws {
    let metrics = try table("epoch,loss,split\n2,1,train\n1,2,train\n1,3,val\n2,4,val\n")
    let curves = FigureFamilies([metrics], policy: Policy()).figures[0].curves
    #expect(
      curves.map(Figure.name) == ["loss (train)", "loss (val)"] && curves[0].steps == [1, 2] && curves[0].values == [2, 1])
  }

  @Test func moreCurvesThanCanBeToldApartAreCounted() throws {
    let names = (0..<11).map { "layers/\($0)" }.joined(separator: ",")
    let row = (0..<11).map(String.init).joined(separator: ",")
    let figures = FigureFamilies([try table("epoch,\(names)\n1,\(row)\n2,\(row)\n")], policy: Policy()).figures
    #expect(figures.map(\.curves.count) == [8] && figures.map(\.more) == [3])
  }
}
