namespace KvFleet.Operator.Exporters;

/// <summary>An exporter to ask.</summary>
/// <param name="Node">The node that it runs on: what it says is about that node, whatever its labels say.</param>
/// <param name="Address">Its page.</param>
public sealed record ExporterTarget(string Node, Uri Address);
