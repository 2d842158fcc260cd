using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KvFleet.Api.Defaults;
using KvFleet.Kubernetes;
using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Resp;

namespace KvFleet.Operator.Tests.Resp;

public sealed class RespSecretRulesTests
{
    private static readonly DateTimeOffset Now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ResolvedResp Plain = new("pw", "password", null);
    private static readonly ResolvedResp Tls = new("pw", "password", "tls");

    [Theory]
    [InlineData("secret")]
    [InlineData("secret\n")]
    [InlineData("secret\r\n")]
    public void The_password_is_the_line_without_its_end(string text) =>
        RespSecretRules.Read(Plain, Secret(("password", text)), null, Now).Credentials.ShouldNotBeNull().Password.ShouldBe("secret");

    [Fact]
    public void Another_version_of_a_Secret_is_another_version_of_the_credentials()
    {
        var before = RespSecretRules.Read(Plain, Secret(("password", "a")), null, Now).Credentials!;
        var after = RespSecretRules.Read(Plain, Secret("2", ("password", "b")), null, Now).Credentials!;

        after.Version.ShouldNotBe(before.Version);
        after.Version.ShouldNotContain("b/", Case.Sensitive);
    }

    [Theory]
    [InlineData("other", "x", "has no entry password")]
    [InlineData("password", "", "is empty")]
    [InlineData("password", "\n", "is empty")]
    public void A_Secret_without_a_password_is_told(string key, string text, string words)
    {
        var (credentials, problem) = RespSecretRules.Read(Plain, Secret((key, text)), null, Now);

        credentials.ShouldBeNull();
        problem.ShouldNotBeNull().Reason.ShouldBe("SecretMalformed");
        problem.Message.ShouldContain(words);
    }

    [Fact]
    public void A_certificate_with_its_key_goes_along()
    {
        var (certificate, key) = Pem(Now.AddDays(1));

        var (credentials, problem) = RespSecretRules.Read(Tls, Secret(("password", "p")), TlsSecret(certificate, key), Now);

        problem.ShouldBeNull();
        (credentials!.CertificatePem, credentials.PrivateKeyPem).ShouldBe((certificate, key));
    }

    [Fact]
    public void A_key_of_another_certificate_rubbish_and_another_type_are_told_and_nothing_of_them_is_quoted()
    {
        var (certificate, key) = Pem(Now.AddDays(1));
        var (_, other) = Pem(Now.AddDays(1));
        var opaque = TlsSecret(certificate, key);
        opaque.Type = "Opaque";

        foreach (var secret in new[] { TlsSecret(certificate, other), TlsSecret("rubbish", key), TlsSecret(certificate, "rubbish"), opaque })
        {
            var (credentials, problem) = RespSecretRules.Read(Tls, Secret(("password", "p")), secret, Now);

            credentials.ShouldBeNull();
            problem.ShouldNotBeNull().Reason.ShouldBe("SecretMalformed");
            problem.Message.ShouldNotContain("rubbish");
            problem.Message.ShouldNotContain("BEGIN");
        }
    }

    [Fact]
    public void A_certificate_that_is_over_is_told_and_served_all_the_same()
    {
        var (certificate, key) = Pem(Now.AddDays(-1));

        var (credentials, problem) = RespSecretRules.Read(Tls, Secret(("password", "p")), TlsSecret(certificate, key), Now);

        credentials.ShouldNotBeNull();
        problem.ShouldNotBeNull().Reason.ShouldBe("CertificateExpired");
    }

    [Fact]
    public void Missing_Secrets_are_told_by_the_field_that_names_them()
    {
        RespSecretRules.Read(Plain, null, null, Now).Problem.ShouldNotBeNull().Message.ShouldContain("spec.resp.passwordSecret");
        RespSecretRules.Read(Tls, Secret(("password", "p")), null, Now).Problem.ShouldNotBeNull().Message.ShouldContain("spec.resp.tlsSecret");
    }

    private static V1Secret Secret(params (string Key, string Text)[] data) => Secret("1", data);

    private static V1Secret Secret(string version, params (string Key, string Text)[] data) => new()
    {
        Metadata = new V1ObjectMeta { Name = "pw", Uid = "uid", ResourceVersion = version },
        Data = data.ToDictionary(static entry => entry.Key, static entry => Encoding.UTF8.GetBytes(entry.Text), StringComparer.Ordinal),
    };

    private static V1Secret TlsSecret(string certificate, string key)
    {
        var secret = Secret(("tls.crt", certificate), ("tls.key", key));
        secret.Type = "kubernetes.io/tls";
        return secret;
    }

    private static (string Certificate, string Key) Pem(DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=a", key, HashAlgorithmName.SHA256).CreateSelfSigned(Now.AddDays(-9), until);
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
