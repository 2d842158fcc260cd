using KvFleet.Kubernetes.Health;

namespace KvFleet.Kubernetes.Tests.Health;

public sealed class HealthReportTests
{
    [Fact]
    public void Each_check_has_its_line_and_the_reason()
    {
        var report = HealthReport.Of(
            [
                new HealthCheck("elector", HealthScope.Live, () => null),
                new HealthCheck("caches", HealthScope.Ready, () => "not yet read: pods (403\nforbidden)"),
                new HealthCheck("certificates", HealthScope.Ready, () => null),
            ],
            HealthScope.Ready);

        report.IsHealthy.ShouldBeFalse();
        report.Text.ShouldBe("[-]caches failed: not yet read: pods (403 forbidden)\n[+]certificates ok\nreadyz check failed\n");
    }

    [Fact]
    public void Without_findings_all_is_well()
    {
        HealthReport.Of([], HealthScope.Live).ShouldBe(new HealthReport(true, "livez check passed\n"));
    }

    [Fact]
    public void A_check_that_throws_is_a_finding()
    {
        var report = HealthReport.Of([new HealthCheck("x", HealthScope.Live, () => throw new InvalidOperationException("oh"))], HealthScope.Live);

        report.IsHealthy.ShouldBeFalse();
        report.Text.ShouldContain("[-]x failed: the check itself failed: oh");
    }
}
