namespace KvFleet.Agent.Reports;

/// <summary>For a machine without Kubernetes: the report is served on the loopback address only, to whoever can reach it.</summary>
internal sealed class LocalTokenReviewer : ITokenReviewer
{
    /// <inheritdoc/>
    public Task<TokenVerdict> ReviewAsync(string token, CancellationToken cancellationToken) => Task.FromResult(TokenVerdict.Accepted);
}
