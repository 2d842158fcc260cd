namespace KvFleet.Planning.Tests;

public sealed class SelectionTests
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal) { ["zone"] = "a", ["gpus"] = "8", ["empty"] = "" };

    [Theory]
    [InlineData("zone", SelectorOperator.In, "a,b", true)]
    [InlineData("zone", SelectorOperator.In, "b", false)]
    [InlineData("missing", SelectorOperator.In, "a", false)]
    [InlineData("zone", SelectorOperator.NotIn, "b", true)]
    [InlineData("zone", SelectorOperator.NotIn, "a", false)]
    [InlineData("missing", SelectorOperator.NotIn, "a", true)]
    [InlineData("empty", SelectorOperator.Exists, "", true)]
    [InlineData("missing", SelectorOperator.Exists, "", false)]
    [InlineData("missing", SelectorOperator.DoesNotExist, "", true)]
    [InlineData("zone", SelectorOperator.DoesNotExist, "", false)]
    [InlineData("gpus", SelectorOperator.Gt, "7", true)]
    [InlineData("gpus", SelectorOperator.Gt, "8", false)]
    [InlineData("gpus", SelectorOperator.Lt, "9", true)]
    [InlineData("gpus", SelectorOperator.Lt, "8", false)]
    [InlineData("gpus", SelectorOperator.Gt, "many", false)]
    [InlineData("zone", SelectorOperator.Gt, "1", false)]
    [InlineData("gpus", SelectorOperator.Gt, "1,2", false)]
    [InlineData("missing", SelectorOperator.Lt, "9", false)]
    [InlineData("zone", (SelectorOperator)99, "a", false)]
    public void Requirements_mean_what_they_mean_to_the_scheduler(string key, SelectorOperator selector, string values, bool matches)
        => new NodeSelectorRequirement(key, selector, values.Length == 0 ? [] : values.Split(',')).Matches(Labels).ShouldBe(matches);

    [Fact]
    public void Labels_and_expressions_must_all_match()
    {
        var selector = NodeSelector.ByLabels(("zone", "a")) with { MatchExpressions = [new NodeSelectorRequirement("gpus", SelectorOperator.Gt, ["4"])] };

        selector.Matches(Labels).ShouldBeTrue();
        (selector with { MatchLabels = NodeSelector.ByLabels(("zone", "b")).MatchLabels }).Matches(Labels).ShouldBeFalse();
        (selector with { MatchExpressions = [new NodeSelectorRequirement("gpus", SelectorOperator.Gt, ["8"])] }).Matches(Labels).ShouldBeFalse();
        NodeSelector.All.Matches(Labels).ShouldBeTrue();
    }

    [Theory]
    [InlineData("gpu", TolerationOperator.Equal, "yes", null, true)]
    [InlineData("gpu", TolerationOperator.Equal, "no", null, false)]
    [InlineData("gpu", TolerationOperator.Exists, "", null, true)]
    [InlineData("", TolerationOperator.Exists, "", null, true)]
    [InlineData("other", TolerationOperator.Exists, "", null, false)]
    [InlineData("gpu", TolerationOperator.Exists, "", TaintEffect.NoSchedule, true)]
    [InlineData("gpu", TolerationOperator.Exists, "", TaintEffect.NoExecute, false)]
    public void Tolerations_mean_what_they_mean_to_the_scheduler(string key, TolerationOperator tolerationOperator, string value, TaintEffect? effect, bool tolerates)
        => new PodToleration(key, tolerationOperator, value, effect).Tolerates(new NodeTaint("gpu", "yes", TaintEffect.NoSchedule)).ShouldBe(tolerates);
}
