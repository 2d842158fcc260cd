using KvFleet.Kubernetes.Controllers;

namespace KvFleet.Kubernetes.Tests.Controllers;

public sealed class ControllerOptionsTests
{
    [Fact]
    public void The_defaults_are_sensible() => new ControllerOptions { Name = "pools" }.Validate();

    [Fact]
    public void What_would_never_run_is_refused_with_the_controllers_name()
    {
        Refused(o => o.Workers = 0).ShouldContain("at least one");
        Refused(o => o.ReconcileTimeout = TimeSpan.Zero).ShouldContain("cancelled at once");
        Refused(o => o.ReconcileTimeout = TimeSpan.MaxValue).ShouldContain("a day at most");
        Refused(o => o.Debounce = TimeSpan.FromSeconds(-1)).ShouldContain("negative");
        Refused(o => o.RequeueJitter = -0.1).ShouldContain("between 0 and 1");
        Refused(o => o.RequeueJitter = double.NaN).ShouldContain("between 0 and 1");
    }

    private static string Refused(Action<ControllerOptions> change)
    {
        var options = new ControllerOptions { Name = "pools" };
        change(options);
        var message = Should.Throw<InvalidOperationException>(options.Validate).Message;
        message.ShouldContain("'pools'");
        return message;
    }
}
