using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using KvFleet.Operator.Security;

namespace KvFleet.Operator.Tests.Security;

public sealed class CertificateTests
{
    private const string Name = "kvfleet-agent.kvfleet-system.svc";
    private static readonly DateTimeOffset Start = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PemPair Authority = CertificateAuthority.CreateAuthority("kvfleet", Start, TimeSpan.FromDays(365));

    private static PemPair Server(DateTimeOffset now) => CertificateAuthority.IssueServer(Authority, Name, now, TimeSpan.FromDays(30));

    private static bool Accepts(PemPair server, PemPair authority, string name, DateTimeOffset now)
    {
        using var root = X509Certificate2.CreateFromPem(authority.CertificatePem);
        using var shown = X509Certificate2.CreateFromPem(server.CertificatePem);
        return new AgentCertificateValidator([root], name, new FixedTime(now)).Accepts(shown, SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateChainErrors);
    }

    [Fact]
    public void A_certificate_of_our_authority_and_name_is_accepted_whatever_address_was_dialled() =>
        Accepts(Server(Start), Authority, Name, Start).ShouldBeTrue();

    [Fact]
    public void Another_authority_with_the_same_subject_is_refused() =>
        Accepts(Server(Start), CertificateAuthority.CreateAuthority("kvfleet", Start, TimeSpan.FromDays(365)), Name, Start).ShouldBeFalse();

    [Fact]
    public void Another_name_of_our_authority_is_refused() =>
        Accepts(Server(Start), Authority, "kvfleet-operator.kvfleet-system.svc", Start).ShouldBeFalse();

    [Fact]
    public void An_expired_certificate_is_refused() =>
        Accepts(Server(Start), Authority, Name, Start.AddDays(31)).ShouldBeFalse();

    [Fact]
    public void The_authority_itself_is_no_server() =>
        Accepts(Authority, Authority, Name, Start).ShouldBeFalse();

    [Theory]
    [InlineData(0, null)]
    [InlineData(19, null)]
    [InlineData(21, "two thirds of its life are over")]
    [InlineData(31, "it has expired")]
    public void A_server_certificate_is_replaced_after_two_thirds_of_its_thirty_days(int days, string? reason) =>
        CertificateRenewal.ReasonToReplaceServer(Server(Start), Authority, Name, Start.AddDays(days)).ShouldBe(reason);

    [Fact]
    public void A_missing_foreign_misnamed_or_garbled_certificate_is_replaced()
    {
        var other = CertificateAuthority.CreateAuthority("kvfleet", Start, TimeSpan.FromDays(365));

        CertificateRenewal.ReasonToReplaceServer(null, Authority, Name, Start).ShouldBe("there is none");
        CertificateRenewal.ReasonToReplaceServer(Server(Start), other, Name, Start).ShouldBe("another authority signed it");
        CertificateRenewal.ReasonToReplaceServer(Server(Start), Authority, "x.svc", Start).ShouldBe("it is not for x.svc");
        CertificateRenewal.ReasonToReplaceServer(new PemPair("junk", "junk"), Authority, Name, Start).ShouldStartWith("it cannot be read");
        CertificateRenewal.ReasonToReplaceAuthority(Authority with { PrivateKeyPem = other.PrivateKeyPem }, Start).ShouldStartWith("it cannot be read");
    }

    [Fact]
    public void A_server_certificate_never_outlives_its_authority()
    {
        var server = Server(Start.AddDays(350));

        using var certificate = X509Certificate2.CreateFromPem(server.CertificatePem);
        certificate.NotAfter.ToUniversalTime().ShouldBe(Start.AddDays(365).UtcDateTime);
    }

    [Fact]
    public void A_key_pair_does_not_print_its_key() => Authority.ToString().ShouldNotContain("BEGIN");

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
