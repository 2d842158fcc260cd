using KvFleet.Kubernetes.Conditions;

namespace KvFleet.Kubernetes.Tests.Conditions;

public sealed class ConditionExtensionsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private static readonly DateTimeOffset StartSeconds = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly List<V1Condition> _conditions = [];

    [Fact]
    public void A_new_condition_is_appended_with_whole_seconds()
    {
        Set(ConditionStatus.False, "Pending", "0 of 3", 1, Start).ShouldBeTrue();

        var condition = _conditions.ShouldHaveSingleItem();
        condition.Status.ShouldBe("False");
        condition.LastTransitionTime.ShouldBe(StartSeconds);
        condition.ObservedGeneration.ShouldBe(1);
    }

    [Fact]
    public void A_new_reason_message_or_generation_does_not_move_the_transition_time()
    {
        Set(ConditionStatus.False, "Pending", "0 of 3", 1, Start);
        Set(ConditionStatus.False, "Populating", "1 of 3", 2, Start.AddMinutes(1)).ShouldBeTrue();

        var condition = _conditions.ShouldHaveSingleItem();
        condition.LastTransitionTime.ShouldBe(StartSeconds);
        (condition.Reason, condition.Message, condition.ObservedGeneration).ShouldBe(("Populating", "1 of 3", 2));
    }

    [Fact]
    public void A_flip_moves_it()
    {
        Set(ConditionStatus.False, "Pending", "0 of 3", 1, Start);
        Set(ConditionStatus.True, "Resident", "3 of 3", 1, Start.AddMinutes(1)).ShouldBeTrue();
        Set(ConditionStatus.Unknown, "AgentUnreachable", "no report", 1, Start.AddMinutes(2)).ShouldBeTrue();

        _conditions.ShouldHaveSingleItem().LastTransitionTime.ShouldBe(StartSeconds.AddMinutes(2));
    }

    [Fact]
    public void Saying_the_same_again_changes_nothing()
    {
        Set(ConditionStatus.True, "Resident", "3 of 3", 1, Start);
        var before = _conditions[0];

        Set(ConditionStatus.True, "Resident", "3 of 3", 1, Start.AddHours(1)).ShouldBeFalse();
        _conditions[0].ShouldBeSameAs(before);
    }

    [Fact]
    public void A_condition_is_replaced_never_changed_because_a_cache_may_share_it()
    {
        Set(ConditionStatus.True, "Resident", "3 of 3", 1, Start);
        var shared = _conditions[0];
        Set(ConditionStatus.False, "Shortfall", "2 of 3", 1, Start);

        shared.Status.ShouldBe("True");
    }

    [Fact]
    public void The_list_is_keyed_by_type()
    {
        _conditions.Set("A", ConditionStatus.True, "Yes", string.Empty, 1, Start);
        _conditions.Set("B", ConditionStatus.True, "Yes", string.Empty, 1, Start);
        _conditions.Set("A", ConditionStatus.False, "No", string.Empty, 1, Start);

        _conditions.Select(c => c.Type).ShouldBe(["A", "B"]);
        _conditions.IsTrue("A").ShouldBeFalse();
        _conditions.IsTrue("B").ShouldBeTrue();
        _conditions.IsTrue("C").ShouldBeFalse();
        _conditions.Find("C").ShouldBeNull();
        _conditions.Remove("A").ShouldBeTrue();
        _conditions.Remove("A").ShouldBeFalse();
        _conditions.ShouldHaveSingleItem().Type.ShouldBe("B");
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("1st")]
    [InlineData("ends,")]
    [InlineData("dash-ed")]
    public void A_reason_that_the_server_refuses_is_refused_here(string reason) =>
        Should.Throw<ArgumentException>(() => Set(ConditionStatus.True, reason, string.Empty, 1, Start));

    [Theory]
    [InlineData("A")]
    [InlineData("Resident")]
    [InlineData("With_Underscore,Comma:Colon1")]
    public void A_reason_that_the_server_takes_is_taken(string reason) => Set(ConditionStatus.True, reason, string.Empty, 1, Start).ShouldBeTrue();

    [Fact]
    public void A_message_is_cut_to_what_the_server_takes_and_stays_valid_text()
    {
        var emoji = string.Concat(Enumerable.Repeat("😀", 20_000));
        Set(ConditionStatus.True, "Long", "x" + emoji, 1, Start);

        var message = _conditions[0].Message;
        message.Length.ShouldBeLessThanOrEqualTo(ConditionExtensions.MaxMessageLength);
        message.ShouldEndWith("😀…");
    }

    private bool Set(ConditionStatus status, string reason, string message, long generation, DateTimeOffset now) =>
        _conditions.Set("Ready", status, reason, message, generation, now);
}
