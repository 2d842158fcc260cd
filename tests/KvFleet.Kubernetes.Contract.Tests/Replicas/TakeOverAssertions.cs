using KvFleet.Testing;

namespace KvFleet.Kubernetes.Contract.Tests.Replicas;

/// <summary>What has to be so of a <see cref="TakeOver"/>.</summary>
internal static class TakeOverAssertions
{
    public static void ShouldKeepTheRule(this TakeOver takeOver, string who)
    {
        takeOver.IsEarly.ShouldBeFalse($"{who} took a lease that was not over: {takeOver}");
        takeOver.Missed.ShouldBe(0, $"{who} read a lease that was over and left it: {takeOver}");
        takeOver.Waited.ShouldBeLessThanOrEqualTo(takeOver.Rule + takeOver.Excuse + TakeOver.Margin, $"{who} took over late: {takeOver}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{who}: {takeOver}");
    }
}
