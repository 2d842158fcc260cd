using System.Diagnostics.CodeAnalysis;

namespace KvFleet.Kubernetes.Informers;

/// <summary>A streamed list was accepted but never declared complete.</summary>
[SuppressMessage("Design", "CA1064", Justification = "Never leaves the informers.")]
[SuppressMessage("Design", "CA1032", Justification = "Internal, and never without its reason.")]
internal sealed class InitialEventsMissingException(string why) : Exception("The server accepted a streamed list but " + why);
