using System.Net;

namespace KvFleet.Agent.Standalone;

/// <summary>How a pool is served over the Redis protocol on a machine without Kubernetes.</summary>
/// <param name="SocketPath">Unix socket; null for none.</param>
/// <param name="Address">TCP address; null for none.</param>
/// <param name="PasswordFile">File with the password of TCP clients; null for no password, which only a loopback address may have.</param>
/// <param name="TlsDirectory">Directory with tls.crt and tls.key for TCP clients; null for no TLS.</param>
internal sealed record StandaloneResp(string? SocketPath, IPEndPoint? Address, string? PasswordFile, string? TlsDirectory = null)
{
    /// <summary>Not at all.</summary>
    public static StandaloneResp None { get; } = new(null, null, null);

    /// <summary>Reads the password.</summary>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is empty.</exception>
    public string? ReadPassword()
    {
        if (PasswordFile is null)
            return null;
        var password = File.ReadAllText(PasswordFile).TrimEnd('\r', '\n');
        return password.Length > 0 ? password : throw new InvalidDataException($"{PasswordFile} is empty: put the password of TCP clients there.");
    }
}
