using System.Net;
using System.Security.Cryptography.X509Certificates;
using KvFleet.Kubernetes.Configuration;

namespace KvFleet.Kubernetes.Client;

/// <summary>Makes the socket handler for a configuration.</summary>
internal static class KubernetesHttpHandler
{
    /// <summary>A handler that shows the given client certificate on all its connections.</summary>
    public static SocketsHttpHandler Create(KubernetesClientConfiguration configuration, X509Certificate2? clientCertificate)
    {
        var handler = new SocketsHttpHandler
        {
            // Credentials must not follow a redirect, and the API server sends none.
            AllowAutoRedirect = false,
            UseCookies = false,
            // The client makes its own spans and says itself whether the trace context is sent; the handler would always send it.
            ActivityHeadersPropagator = null,
            // Inside a cluster bytes are cheaper than the cycles and buffers that gzip costs on both sides.
            AutomaticDecompression = DecompressionMethods.None,
            // A connection carries about 100 streams, and every watch holds one.
            EnableMultipleHttp2Connections = true,
            // Without pings a connection whose peer vanished stays silent until TCP gives up, after a quarter of an hour.
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            ConnectTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
            RequestHeaderEncodingSelector = static (name, _) => ImpersonationHeaders.IsOne(name) ? RepeatedHeader.For(name) : null,
        };
        if (configuration.Proxy is { } proxy)
            handler.Proxy = new WebProxy(proxy) { Credentials = ProxyCredentials(proxy) };
        if (clientCertificate is not null)
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => clientCertificate;
        if (configuration.SkipTlsVerify)
        {
#pragma warning disable CA5359 // The kubeconfig says insecure-skip-tls-verify: its author asked for it.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (configuration.CertificateAuthority is { } authority)
        {
            var validator = new ServerCertificateValidator(authority);
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => validator.Validate(certificate, chain, errors);
        }

        return handler;
    }

    // WebProxy does not look at http://name:password@proxy itself.
    private static NetworkCredential? ProxyCredentials(Uri proxy)
    {
        if (proxy.UserInfo.Length == 0)
            return null;
        var parts = proxy.UserInfo.Split(':', 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : string.Empty);
    }
}
