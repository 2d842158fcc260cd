namespace KvFleet.NodePlugin.Volumes;

/// <summary>What a pod reads in <c>status.json</c> of <c>shared/</c>.</summary>
/// <param name="Available">Whether it is there and answers.</param>
/// <param name="Reason">One word in CamelCase.</param>
/// <param name="Message">What is the matter and what to do.</param>
internal sealed record SharedStatus(bool Available, string Reason, string Message);
