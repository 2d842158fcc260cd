using System.Text;
using KvFleet.Kubernetes;

namespace KvFleet.Fuzz.Targets;

/// <summary>Kubernetes quantities: what parses reads back as itself.</summary>
internal sealed class QuantityTarget : IFuzzTarget
{
    public string Name => "quantity";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. new[] { "2Ti", "1.5Gi", "100m", "-3e6", "0", "12E", "1e-3", "512Mi", "0.000001", "9223372036854775807" }.Select(Encoding.UTF8.GetBytes)];

    public Task FeedAsync(byte[] input)
    {
        if (ResourceQuantity.TryParse(Encoding.UTF8.GetString(input), out var value) && (!ResourceQuantity.TryParse(value.ToString(), out var again) || again != value))
        {
            throw new FindingException($"{value} does not read back as itself");
        }

        return Task.CompletedTask;
    }
}
