namespace KvFleet.Api.Reports;

/// <summary>What an agent needs to serve a pool over the Redis protocol on TCP. The body of <c>PUT /v1/pools/UID/resp</c>; kept in the agent's memory only.</summary>
public sealed record RespCredentials
{
    /// <summary>Changes with every change of what follows; tells nothing of it.</summary>
    public required string Version { get; init; }

    /// <summary>What clients say with AUTH.</summary>
    public required string Password { get; init; }

    /// <summary>Certificate with its chain, PEM; null for no TLS.</summary>
    public string? CertificatePem { get; init; }

    /// <summary>Its private key, PEM.</summary>
    public string? PrivateKeyPem { get; init; }

    // A record that is logged would tell its secrets.
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(RespCredentials)} {Version}";
}
