using System.Text.RegularExpressions;

namespace KvFleet.Kubernetes.Conditions;

/// <summary>Reads and sets conditions in a list that is keyed by type.</summary>
public static partial class ConditionExtensions
{
    /// <summary>The longest message that the API allows, in characters.</summary>
    public const int MaxMessageLength = 32768;

    private const string Ellipsis = "…";

    /// <summary>Sets a condition. The transition time moves only when the status does, so that "since when" stays true while numbers in the message change.</summary>
    /// <param name="conditions">The list; the condition is replaced or appended. Members are replaced, never changed: they may be shared with a cache.</param>
    /// <param name="type">What the condition is about, in CamelCase.</param>
    /// <param name="status">What it says.</param>
    /// <param name="reason">Why, for programs: a CamelCase word (the server refuses others, and refuses none).</param>
    /// <param name="message">Why, for people: what, where, what to do. Cut when longer than <see cref="MaxMessageLength"/>.</param>
    /// <param name="observedGeneration">The <c>metadata.generation</c> that was looked at.</param>
    /// <param name="now">The present; stored in whole seconds, as the server does.</param>
    /// <returns>True when anything but nothing changed, that is, when writing it makes a difference.</returns>
    /// <exception cref="ArgumentException">The type is empty or the reason is not one that the server takes.</exception>
    public static bool Set(
        this IList<V1Condition> conditions,
        string type,
        ConditionStatus status,
        string reason,
        string message,
        long? observedGeneration,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentNullException.ThrowIfNull(message);
        if (reason.Length > 1024 || !ReasonPattern().IsMatch(reason))
            throw new ArgumentException($"Reason '{reason}' of condition {type} is not a CamelCase word; the API server would refuse it.", nameof(reason));

        var at = IndexOf(conditions, type);
        var old = at < 0 ? null : conditions[at];
        var statusText = status.ToString();
        var flipped = !string.Equals(old?.Status, statusText, StringComparison.Ordinal);
        var set = new V1Condition
        {
            Type = type,
            Status = statusText,
            Reason = reason,
            Message = Cut(message),
            ObservedGeneration = observedGeneration,
            LastTransitionTime = flipped ? WholeSeconds(now) : old!.LastTransitionTime ?? WholeSeconds(now),
        };
        if (old is null)
        {
            conditions.Add(set);
            return true;
        }

        if (AreEqual(old, set))
            return false;
        conditions[at] = set;
        return true;
    }

    /// <summary>The condition of a type, or null.</summary>
    /// <param name="conditions">The list.</param>
    /// <param name="type">The type.</param>
    public static V1Condition? Find(this IEnumerable<V1Condition> conditions, string type) =>
        conditions.FirstOrDefault(c => string.Equals(c.Type, type, StringComparison.Ordinal));

    /// <summary>True when the condition is there and says True.</summary>
    /// <param name="conditions">The list.</param>
    /// <param name="type">The type.</param>
    public static bool IsTrue(this IEnumerable<V1Condition> conditions, string type) =>
        string.Equals(conditions.Find(type)?.Status, nameof(ConditionStatus.True), StringComparison.Ordinal);

    /// <summary>Removes a condition.</summary>
    /// <param name="conditions">The list.</param>
    /// <param name="type">The type.</param>
    /// <returns>True when it was there.</returns>
    public static bool Remove(this IList<V1Condition> conditions, string type)
    {
        var at = IndexOf(conditions, type);
        if (at < 0)
            return false;
        conditions.RemoveAt(at);
        return true;
    }

    private static int IndexOf(IList<V1Condition> conditions, string type)
    {
        for (var i = 0; i < conditions.Count; i++)
        {
            if (string.Equals(conditions[i].Type, type, StringComparison.Ordinal))
                return i;
        }

        return -1;
    }

    private static bool AreEqual(V1Condition a, V1Condition b) =>
        string.Equals(a.Status, b.Status, StringComparison.Ordinal)
        && string.Equals(a.Reason, b.Reason, StringComparison.Ordinal)
        && string.Equals(a.Message, b.Message, StringComparison.Ordinal)
        && a.ObservedGeneration == b.ObservedGeneration
        && a.LastTransitionTime == b.LastTransitionTime;

    private static string Cut(string message)
    {
        if (message.Length <= MaxMessageLength)
            return message;

        var end = MaxMessageLength - Ellipsis.Length;
        // Half a surrogate pair is not valid UTF-8 and would be refused.
        if (char.IsHighSurrogate(message[end - 1]))
            end--;
        return string.Concat(message.AsSpan(0, end), Ellipsis);
    }

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    // From the validation of metav1.Condition in the Kubernetes API.
    [GeneratedRegex("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReasonPattern();
}
