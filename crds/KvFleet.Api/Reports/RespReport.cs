namespace KvFleet.Api.Reports;

/// <summary>How an agent serves a pool over the Redis protocol on TCP.</summary>
public sealed record RespReport
{
    /// <summary>Whether clients are accepted.</summary>
    public required bool Listening { get; init; }

    /// <summary>The port.</summary>
    public required int Port { get; init; }

    /// <summary>Version of the password and certificate in use; null while the agent has none.</summary>
    public string? CredentialsVersion { get; init; }

    /// <summary>Why it does not listen, in words; null when it does.</summary>
    public string? Message { get; init; }
}
