using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace KvFleet.Kubernetes.Configuration;

/// <summary>
/// Asks a program for credentials (<c>client.authentication.k8s.io/v1</c>). The answer is remembered until it expires or the server refuses it.
/// </summary>
/// <param name="plugin">The program.</param>
/// <param name="timeProvider">Time.</param>
public sealed class ExecCredentials(ExecPlugin plugin, TimeProvider timeProvider) : KubernetesCredentials, IDisposable
{
    // A token that expires while the request is under way is as bad as none.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _running = new(1, 1);
    private volatile Answer? _answer;

    /// <inheritdoc/>
    public override X509Certificate2? ClientCertificate => _answer?.Certificate;

    /// <inheritdoc/>
    public override async ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(CancellationToken cancellationToken)
    {
        if (Fresh is { } known)
            return known.Authorization;
        await _running.WaitAsync(cancellationToken);
        try
        {
            if (Fresh is { } meanwhile)
                return meanwhile.Authorization;
            var status = await plugin.RunAsync(timeProvider, cancellationToken);
            var answer = new Answer(
                status.Token is { Length: > 0 } token ? new AuthenticationHeaderValue("Bearer", token) : null,
                status.ClientCertificateData is { Length: > 0 } certificate
                    ? ClientCertificates.FromPem(certificate, status.ClientKeyData ?? string.Empty, plugin.Command)
                    : null,
                status.ExpirationTimestamp);
            _answer = answer;
            return answer.Authorization;
        }
        finally
        {
            _running.Release();
        }
    }

    /// <inheritdoc/>
    public override bool Invalidate(AuthenticationHeaderValue? rejected)
    {
        // Another request may have brought fresh credentials since this one was sent.
        // The answer itself stays until the next one is there: requests that are just being sent still take its certificate.
        if (_answer is { } answer && Equals(answer.Authorization, rejected))
            _answer = answer with { IsRefused = true };
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _running.Dispose();

    private Answer? Fresh =>
        _answer is { IsRefused: false } answer && (answer.Expires is not { } expires || timeProvider.GetUtcNow() < expires - Margin) ? answer : null;

    private sealed record Answer(AuthenticationHeaderValue? Authorization, X509Certificate2? Certificate, DateTimeOffset? Expires, bool IsRefused = false);
}
