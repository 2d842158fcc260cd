using System.Diagnostics.CodeAnalysis;

namespace KvFleet.Kubernetes.Informers;

/// <summary>A watch told of a change that is older than one that it had told before: what else it mixed up or left out cannot be known.</summary>
[SuppressMessage("Design", "CA1064", Justification = "Never leaves the informers.")]
[SuppressMessage("Design", "CA1032", Justification = "Internal, and never without its versions.")]
internal sealed class EventsOutOfOrderException(ObjectKey key, string version, string? seen)
    : Exception($"The watch told of {key} at version {version} after version {seen}. Its events are out of order; everything is listed again.");
