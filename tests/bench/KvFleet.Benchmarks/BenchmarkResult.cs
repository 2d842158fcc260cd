using System.Globalization;

namespace KvFleet.Benchmarks;

/// <summary>What a benchmark measured.</summary>
/// <param name="Name">Its RESULT name.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Peer">What it is compared with: a peer measured in the same run, or <c>goal</c>.</param>
/// <param name="Ratio">Value over the peer's, or the other way round where more is better: as the goal defines it.</param>
/// <param name="Details">Further figures, for the artifact only.</param>
public sealed record BenchmarkResult(string Name, double Value, string Unit, string Peer, double Ratio, IReadOnlyDictionary<string, double> Details)
{
    /// <inheritdoc/>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"RESULT name={Name} value={Value:0.###} unit={Unit} peer={Peer} ratio={Ratio:0.###}");
}
