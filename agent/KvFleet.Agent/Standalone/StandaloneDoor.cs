using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using KvFleet.Agent.Volumes;
using KvFleet.Resp.Tls;

namespace KvFleet.Agent.Standalone;

/// <summary>One open TCP port, with its password and certificate from files that may change.</summary>
internal sealed class StandaloneDoor(string pool, StandaloneResp settings, RespVolumes resp, ILogger logger) : IDisposable
{
    private RespPort? _port;
    private (DateTime Password, DateTime Certificate, DateTime Key) _stamps;
    private string? _problem;

    /// <summary>What it was made from.</summary>
    public StandaloneResp Settings => settings;

    /// <summary>Opens the port if it is not, and takes up files that changed. What is broken keeps the last good one in use.</summary>
    public void Refresh()
    {
        var stamps = Stamps();
        if (_port is not null && stamps == _stamps)
            return;
        try
        {
            var password = settings.ReadPassword();
            var certificate = settings.TlsDirectory is { } directory ? Read(directory) : null;
            if (_port is null)
            {
                _port = resp.Open(settings.Address!, StandalonePools.Namespace, pool, password, certificate);
            }
            else
            {
                _port.ChangePassword(password);
                if (certificate is not null)
                    _port.ChangeCertificate(certificate);
            }

            (_stamps, _problem) = (stamps, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or SocketException or CryptographicException)
        {
            // Tried again at the next look.
            if (_problem != e.Message)
                logger.SocketFailed(settings.Address!.ToString(), pool, e.Message);
            _problem = e.Message;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _port?.Dispose();

    private static SslStreamCertificateContext Read(string directory) =>
        RespTlsIdentity.FromPem(File.ReadAllText(Path.Combine(directory, "tls.crt")), File.ReadAllText(Path.Combine(directory, "tls.key")));

    // A file that is not there has a time of its own; reading it then says what is wrong.
    private (DateTime Password, DateTime Certificate, DateTime Key) Stamps() => (
        settings.PasswordFile is { } password ? File.GetLastWriteTimeUtc(password) : default,
        settings.TlsDirectory is { } directory ? File.GetLastWriteTimeUtc(Path.Combine(directory, "tls.crt")) : default,
        settings.TlsDirectory is { } other ? File.GetLastWriteTimeUtc(Path.Combine(other, "tls.key")) : default);
}
