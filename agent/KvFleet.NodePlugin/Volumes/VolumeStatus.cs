using System.Text.Json.Serialization;

namespace KvFleet.NodePlugin.Volumes;

/// <summary>What a pod reads in <c>status.json</c>.</summary>
/// <param name="Pool">Namespace and name of the pool.</param>
/// <param name="Available">Whether the pool can be used through this volume.</param>
/// <param name="Reason">One word in CamelCase.</param>
/// <param name="Message">What is the matter and what to do.</param>
/// <param name="Shared">The pool's shared filesystem; null for a pool without.</param>
internal sealed record VolumeStatus(
    string Pool, bool Available, string Reason, string Message, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SharedStatus? Shared = null)
{
    /// <summary>Reason while nobody serves the volume.</summary>
    public const string AgentUnavailable = nameof(AgentUnavailable);

    /// <summary>The state of a volume until <c>serve</c> has said more, and again when it is away for long.</summary>
    /// <param name="pool">Namespace and name of the pool.</param>
    public static VolumeStatus Unserved(string pool) => new(
        pool,
        Available: false,
        AgentUnavailable,
        "The agent of this node does not serve the volume yet; connect again later. See the container 'serve' of this node's agent pod.");
}
