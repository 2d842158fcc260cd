using System.Net.Security;
using KvFleet.Resp;

namespace KvFleet.Agent.Volumes;

/// <summary>An open TCP port of a pool. Password and certificate can be changed while clients are connected.</summary>
/// <param name="endpoint">What is served.</param>
/// <param name="port">The listening socket.</param>
/// <param name="identity">The certificate; null without TLS.</param>
internal sealed class RespPort(RespEndpoint endpoint, IDisposable port, RespPort.Identity? identity) : IDisposable
{
    /// <summary>Whether clients must speak TLS.</summary>
    public bool HasTls => identity is not null;

    /// <summary>Open connections.</summary>
    public long Connections => endpoint.Connections;

    /// <summary>What clients that come from now on must say. Those that said the one before stay.</summary>
    public void ChangePassword(string? password) => endpoint.ChangePassword(password);

    /// <summary>What clients that come from now on are shown.</summary>
    public void ChangeCertificate(SslStreamCertificateContext certificate) => identity!.Current = certificate;

    /// <inheritdoc/>
    public void Dispose() => port.Dispose();

    /// <summary>The certificate that is shown to the next client.</summary>
    /// <param name="certificate">The first.</param>
    internal sealed class Identity(SslStreamCertificateContext certificate)
    {
        private volatile SslStreamCertificateContext _current = certificate;

        /// <summary>The certificate.</summary>
        public SslStreamCertificateContext Current
        {
            get => _current;
            set => _current = value;
        }
    }
}
