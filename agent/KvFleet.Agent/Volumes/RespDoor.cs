using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using KvFleet.Agent.Reconciliation;
using KvFleet.Api.Reports;
using KvFleet.Resp.Tls;

namespace KvFleet.Agent.Volumes;

/// <summary>The TCP port of one pool: what is wanted, what it is served with, and whether it is open.</summary>
internal sealed partial class RespDoor(PoolKey pool, DesiredResp desired, RespVolumes resp, ILogger logger) : IDisposable
{
    private const string NoCredentials = "The operator has not handed over the password yet: see the condition RespReady of the pool.";
    private const string NoCertificate = "The operator has handed over no certificate, but the pool asks for TLS: see the condition RespReady of the pool.";
    private readonly IPAddress _address = Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;
    private DesiredResp _desired = desired;
    private RespCredentials? _credentials;
    private SslStreamCertificateContext? _certificate;
    private RespPort? _port;
    private string? _problem;

    /// <summary>Sets what is wanted; closes a port that is not wanted as it is.</summary>
    public void Prepare(DesiredResp wanted)
    {
        if (_desired == wanted)
            return;
        _desired = wanted;
        Close();
    }

    /// <summary>Takes over what it is served with.</summary>
    /// <returns>Why it cannot be used; null when it can.</returns>
    public string? Give(RespCredentials credentials)
    {
        try
        {
            if (credentials.Password.Length == 0)
                return "The password is empty.";
            _certificate = credentials is { CertificatePem: { } certificate, PrivateKeyPem: { } key } ? RespTlsIdentity.FromPem(certificate, key) : null;
        }
        catch (CryptographicException e)
        {
            return $"The certificate cannot be used: {e.Message}";
        }

        _credentials = credentials;
        if (_port is { } port && port.HasTls == _desired.Tls && (_certificate is not null || !port.HasTls))
        {
            port.ChangePassword(credentials.Password);
            if (port.HasTls)
                port.ChangeCertificate(_certificate!);
            LogRotated(pool);
        }

        Open();
        return null;
    }

    /// <summary>Opens the port if it is not, and if that is possible.</summary>
    public void Open()
    {
        if (_port is not null)
            return;
        if (_credentials is null || (_desired.Tls && _certificate is null))
        {
            _problem = _credentials is null ? NoCredentials : NoCertificate;
            return;
        }

        try
        {
            _port = resp.Open(new IPEndPoint(_address, _desired.Port), pool.Namespace, pool.Name, _credentials.Password, _desired.Tls ? _certificate : null);
            _problem = null;
            LogOpened(pool, _desired.Port, _desired.Tls);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            var problem = $"Port {_desired.Port} cannot be opened: {e.Message}";
            if (_problem != problem)
                LogNotOpened(pool, problem);
            _problem = problem;
        }
    }

    /// <summary>How it stands.</summary>
    public RespReport Report() => new() { Listening = _port is not null, Port = _desired.Port, CredentialsVersion = _credentials?.Version, Message = _problem };

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void Close()
    {
        if (_port is null)
            return;
        _port.Dispose();
        _port = null;
        LogClosed(pool);
    }

    [LoggerMessage(1711, LogLevel.Information, "Pool {Pool} is served over the Redis protocol on port {Port} (TLS: {Tls})")]
    private partial void LogOpened(PoolKey pool, int port, bool tls);

    [LoggerMessage(1712, LogLevel.Information, "Pool {Pool}: the port of the Redis protocol is closed")]
    private partial void LogClosed(PoolKey pool);

    [LoggerMessage(1713, LogLevel.Error, "Pool {Pool}: {Problem}")]
    private partial void LogNotOpened(PoolKey pool, string problem);

    [LoggerMessage(1714, LogLevel.Information, "Pool {Pool}: password and certificate of the Redis protocol were changed")]
    private partial void LogRotated(PoolKey pool);
}
