using KvFleet.Kubernetes.Conditions;

namespace KvFleet.Operator.Status;

/// <summary>What a condition says.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Reason">Why, one word.</param>
/// <param name="Message">Why, with numbers and what to do.</param>
public sealed record Finding(ConditionStatus Status, string Reason, string Message)
{
    /// <summary>A condition that is not met.</summary>
    /// <param name="reason">Why, one word.</param>
    /// <param name="message">Why, with numbers and what to do.</param>
    public static Finding False(string reason, string message) => new(ConditionStatus.False, reason, message);

    /// <summary>A condition that is met.</summary>
    /// <param name="reason">Why, one word.</param>
    /// <param name="message">In numbers.</param>
    public static Finding True(string reason, string message) => new(ConditionStatus.True, reason, message);
}
