namespace KvFleet.Planning.Tests;

/// <summary>Sentences of every reason, which no other test reads.</summary>
public sealed class PlanTextTests
{
    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_reason_has_a_sentence_of_its_own(PlanReason reason)
    {
        string Message(PlanReason one) => new NodeAssignment(new PoolKey("team", "p"), "a", 3 * Fleet.Gi, 2 * Fleet.Gi, 4 * Fleet.Gi, one, 9 * Fleet.Gi).Message;

        Message(reason).ShouldEndWith(".");
        Message(reason).Length.ShouldBeGreaterThan(10);
        Enum.GetValues<PlanReason>().Count(other => Message(other) == Message(reason)).ShouldBe(1);
    }

    public static TheoryData<PlanReason> Reasons { get; } = [.. Enum.GetValues<PlanReason>()];
}
