namespace KvFleet.Operator.Exporters;

/// <summary>Fetches exporters' pages.</summary>
public interface IExporterClient
{
    /// <summary>Fetches a page.</summary>
    /// <param name="address">The page.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="HttpRequestException">It did not come, or is too large.</exception>
    Task<ReadOnlyMemory<byte>> GetAsync(Uri address, CancellationToken cancellationToken);
}
