namespace KvFleet.Kubernetes.Events;

/// <summary>What became of writing an event.</summary>
internal enum SendOutcome
{
    /// <summary>The server has it.</summary>
    Written,

    /// <summary>The server refused it, or could not be reached for too long.</summary>
    Refused,

    /// <summary>The event to count on, or its namespace, is no longer there.</summary>
    Gone,
}
