using System.Security.Cryptography.X509Certificates;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Specs;

namespace KvFleet.Operator.Security;

/// <summary>
/// Keeps the fleet's authority and the agents' certificate in their secrets. Two replicas may do this at once: who creates or replaces first wins, the other one reads what is there.
/// </summary>
/// <param name="client">The API server.</param>
/// <param name="namespace">The operator's namespace.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class CertificateKeeper(IKubernetesClient client, string @namespace, TimeProvider time, ILogger<CertificateKeeper> logger)
{
    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(365);
    private static readonly TimeSpan ServerLifetime = TimeSpan.FromDays(30);

    /// <summary>Makes or renews what has to be.</summary>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The authorities to trust, PEM, and when to look again.</returns>
    public async Task<(string Authorities, TimeSpan LookAgain)> EnsureAsync(CancellationToken cancellationToken)
    {
        var (authority, trusted) = await EnsureAuthorityAsync(cancellationToken);
        var server = await EnsureServerAsync(authority, trusted, cancellationToken);
        return (trusted, Sooner(Renewal(authority), Renewal(server)));
    }

    private async Task<(PemPair Pair, string Trusted)> EnsureAuthorityAsync(CancellationToken cancellationToken)
    {
        var stored = await client.GetAsync<V1Secret>(OperatorNames.AuthoritySecret, @namespace, cancellationToken);
        var pair = TlsSecretBuilder.ReadPair(stored);
        if (CertificateRenewal.ReasonToReplaceAuthority(pair, time.GetUtcNow()) is not { } reason)
            return (pair!, TlsSecretBuilder.Text(stored, TlsSecretBuilder.AuthoritiesKey) ?? pair!.CertificatePem);

        LogRenewing(OperatorNames.AuthoritySecret, reason);
        var fresh = CertificateAuthority.CreateAuthority("kvfleet", time.GetUtcNow(), AuthorityLifetime);

        // Agents show the old certificate until the kubelet has brought them the new one: both authorities are good meanwhile.
        var trusted = pair is not null && StillValid(pair) ? $"{fresh.CertificatePem}\n{pair.CertificatePem}\n" : fresh.CertificatePem;
        await StoreAsync(TlsSecretBuilder.Build(OperatorNames.AuthoritySecret, @namespace, fresh, trusted, stored?.ResourceVersion()), cancellationToken);
        return (fresh, trusted);
    }

    private async Task<PemPair> EnsureServerAsync(PemPair authority, string trusted, CancellationToken cancellationToken)
    {
        var name = AgentDaemonSetBuilder.DnsName(@namespace);
        var stored = await client.GetAsync<V1Secret>(OperatorNames.AgentTlsSecret, @namespace, cancellationToken);
        var pair = TlsSecretBuilder.ReadPair(stored);
        if (CertificateRenewal.ReasonToReplaceServer(pair, authority, name, time.GetUtcNow()) is not { } reason)
            return pair!;

        LogRenewing(OperatorNames.AgentTlsSecret, reason);
        var fresh = CertificateAuthority.IssueServer(authority, name, time.GetUtcNow(), ServerLifetime);
        await StoreAsync(TlsSecretBuilder.Build(OperatorNames.AgentTlsSecret, @namespace, fresh, trusted, stored?.ResourceVersion()), cancellationToken);
        return fresh;
    }

    // Another replica that was faster shows as a conflict, which the caller's queue turns into another look.
    private Task<V1Secret> StoreAsync(V1Secret secret, CancellationToken cancellationToken) =>
        secret.ResourceVersion().Length == 0 ? CreateAsync(secret, cancellationToken) : client.UpdateAsync(secret, cancellationToken);

    private async Task<V1Secret> CreateAsync(V1Secret secret, CancellationToken cancellationToken)
    {
        try
        {
            return await client.CreateAsync(secret, cancellationToken);
        }
        catch (KubernetesApiException error) when (error.IsAlreadyExists)
        {
            throw new KubernetesApiException(new V1Status { Code = 409, Reason = StatusReasons.Conflict, Message = $"secret {secret.Name()} was created by another replica a moment ago" }, innerException: error);
        }
    }

    private bool StillValid(PemPair pair)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pair.CertificatePem);
            return new DateTimeOffset(certificate.NotAfter) > time.GetUtcNow();
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }

    private TimeSpan Renewal(PemPair pair)
    {
        using var certificate = X509Certificate2.CreateFromPem(pair.CertificatePem);
        var begin = new DateTimeOffset(certificate.NotBefore);
        return begin + ((new DateTimeOffset(certificate.NotAfter) - begin) * 2 / 3) - time.GetUtcNow() + TimeSpan.FromSeconds(1);
    }

    private static TimeSpan Sooner(TimeSpan left, TimeSpan right) => left < right ? left : right;

    [LoggerMessage(1201, LogLevel.Information, "Renewing the certificate in secret {Secret}: {Reason}")]
    private partial void LogRenewing(string secret, string reason);
}
