namespace KvFleet.Agent.Reports;

/// <summary>Decides about bearer tokens.</summary>
internal interface ITokenReviewer
{
    /// <summary>Reviews a token.</summary>
    /// <param name="token">The token, without "Bearer".</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<TokenVerdict> ReviewAsync(string token, CancellationToken cancellationToken);
}
