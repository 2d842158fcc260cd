using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KvFleet.Api.Conditions;
using KvFleet.Api.Defaults;
using KvFleet.Api.Reports;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Specs;
using KvFleet.Operator.Status;

namespace KvFleet.Operator.Resp;

/// <summary>From Secrets to what agents need, or what is wrong with them. No message quotes a Secret's content. Pure.</summary>
public static class RespSecretRules
{
    private const int MaxPasswordBytes = 4096;
    private const string TlsType = "kubernetes.io/tls";

    /// <summary>Reads them.</summary>
    /// <param name="resp">Which are named.</param>
    /// <param name="password">The Secret with the password; null if there is none.</param>
    /// <param name="tls">The Secret with the certificate; null if there is none.</param>
    /// <param name="now">The present.</param>
    public static RespSecrets Read(ResolvedResp resp, V1Secret? password, V1Secret? tls, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(resp);
        if (Password(resp, password, out var word) is { } problem)
            return new RespSecrets(null, problem);
        var version = $"{Version(password!)}/{resp.PasswordKey}";
        if (resp.TlsSecret is not { } name)
            return new RespSecrets(new RespCredentials { Version = version, Password = word! }, null);

        var pair = TlsSecretBuilder.ReadPair(tls);
        problem = Certificate(name, tls, pair, now);
        return problem is { Reason: not ConditionReasons.CertificateExpired }
            ? new RespSecrets(null, problem)
            : new RespSecrets(
                new RespCredentials { Version = $"{version}+{Version(tls!)}", Password = word!, CertificatePem = pair!.CertificatePem, PrivateKeyPem = pair.PrivateKeyPem },
                problem);
    }

    private static Finding? Password(ResolvedResp resp, V1Secret? secret, out string? password)
    {
        password = null;
        if (secret is null)
            return Missing("passwordSecret", resp.PasswordSecret, $"kubectl create secret generic {resp.PasswordSecret} --from-literal={resp.PasswordKey}=...");
        if (secret.Data is not { } data || !data.TryGetValue(resp.PasswordKey, out var bytes))
            return Finding.False(ConditionReasons.SecretMalformed, $"Secret {resp.PasswordSecret} has no entry {resp.PasswordKey}; add it, or set spec.resp.passwordSecret.key.");

        // Who makes a Secret from a file or with echo means the line, not its end.
        var text = Encoding.UTF8.GetString(bytes).TrimEnd('\r', '\n');
        if (text.Length == 0 || bytes.Length > MaxPasswordBytes)
            return Finding.False(ConditionReasons.SecretMalformed, $"Entry {resp.PasswordKey} of Secret {resp.PasswordSecret} is {(text.Length == 0 ? "empty" : $"longer than {MaxPasswordBytes} bytes")}; put the password of clients there.");
        password = text;
        return null;
    }

    private static Finding? Certificate(string name, V1Secret? secret, Security.PemPair? pair, DateTimeOffset now)
    {
        if (secret is null)
            return Missing("tlsSecret", name, $"kubectl create secret tls {name} --cert=FILE --key=FILE");
        if (secret.Type != TlsType || pair is null)
            return Finding.False(ConditionReasons.SecretMalformed, $"Secret {name} must be of type {TlsType} with the entries tls.crt and tls.key; its type is {secret.Type ?? "not set"}. Make it with kubectl create secret tls.");
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pair.CertificatePem, pair.PrivateKeyPem);
            if (certificate.NotAfter.ToUniversalTime() < now.UtcDateTime)
                return Finding.False(ConditionReasons.CertificateExpired, $"The certificate in Secret {name} expired {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC; it is served all the same, and clients that look will refuse it. Renew it.");
            return null;
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            return Finding.False(ConditionReasons.SecretMalformed, $"tls.crt and tls.key of Secret {name} are no certificate with its key in PEM; agents keep what they had.");
        }
    }

    private static Finding Missing(string field, string name, string command) =>
        Finding.False(ConditionReasons.SecretMissing, $"Secret {name}, which spec.resp.{field} names, does not exist in the pool's namespace; make it: {command}.");

    private static string Version(V1Secret secret) => $"{secret.Uid()}@{secret.Metadata.ResourceVersion}";
}
