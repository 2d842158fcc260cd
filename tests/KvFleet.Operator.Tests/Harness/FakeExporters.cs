using System.Collections.Concurrent;
using System.Text;
using KvFleet.Operator.Exporters;

namespace KvFleet.Operator.Tests.Harness;

/// <summary>Exporters' pages by address; an address without one refuses.</summary>
internal sealed class FakeExporters : IExporterClient
{
    /// <summary>The pages.</summary>
    public ConcurrentDictionary<string, string> Pages { get; } = new(StringComparer.Ordinal);

    public Task<ReadOnlyMemory<byte>> GetAsync(Uri address, CancellationToken cancellationToken) =>
        Pages.TryGetValue(address.ToString(), out var page)
            ? Task.FromResult<ReadOnlyMemory<byte>>(Encoding.UTF8.GetBytes(page))
            : throw new HttpRequestException("connection refused");
}
