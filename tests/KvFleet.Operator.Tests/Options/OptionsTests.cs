using KvFleet.Operator.Options;
using Microsoft.Extensions.Configuration;

namespace KvFleet.Operator.Tests.Options;

public sealed class OptionsTests
{
    private static (OperatorOptions? Options, string Errors) Load(params (string Key, string Value)[] settings)
    {
        var errors = new StringWriter();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value, StringComparer.Ordinal)).Build();
        return (OptionsLoader.Load(configuration, errors), errors.ToString());
    }

    [Fact]
    public void Defaults_are_good() => Load().Options.ShouldNotBeNull();

    [Fact]
    public void Settings_come_from_the_environments_names()
    {
        var options = Load(
            ("AGENT:IMAGE", "x:1"), ("AGENT:TOLERATIONS:0:KEY", "gpu"), ("AGENT:NODESELECTOR:cache", "yes"), ("PLANNING:QUANTUM", "64Mi"), ("TELEMETRY:UNREACHABLEAFTER", "00:00:30"), ("DRAINDEADLINE", "00:01:00"),
            ("AGENT:DISK:DIRECTORY", "/mnt/nvme0/kvfleet"), ("AGENT:DISK:ALLOWKUBELETFILESYSTEM", "true"), ("AGENT:DISK:SHARE", "0.5")).Options!;

        options.Agent.Image.ShouldBe("x:1");
        options.Agent.Tolerations.Single().Key.ShouldBe("gpu");
        options.Agent.NodeSelector["cache"].ShouldBe("yes");
        PlanningOptions.Read(options.Planning).Options.Planner.QuantumBytes.ShouldBe(64L << 20);
        options.Telemetry.UnreachableAfter.ShouldBe(TimeSpan.FromSeconds(30));
        options.DrainDeadline.ShouldBe(TimeSpan.FromMinutes(1));
        (options.Agent.Disk.Directory, options.Agent.Disk.AllowKubeletFilesystem, options.Agent.Disk.Share, options.Agent.Disk.KeysSecret).ShouldBe(("/mnt/nvme0/kvfleet", true, 0.5, "kvfleet-disk-keys"));
    }

    [Fact]
    public void Everything_that_is_wrong_is_named_at_once()
    {
        var (options, errors) = Load(("PLANNING:BUDGETSHARE", "1.5"), ("PLANNING:QUANTUM", "3Mi"), ("PLANNING:RESERVE", "some"), ("AGENT:IMAGEPULLPOLICY", "Sometimes"));

        options.ShouldBeNull();
        errors.ShouldContain("BudgetShare");
        errors.ShouldContain("multiple of 2Mi");
        errors.ShouldContain("KVFLEET_PLANNING__RESERVE");
        errors.ShouldContain("ImagePullPolicy");
    }

    [Theory]
    [InlineData("data")]
    [InlineData("/")]
    [InlineData("/mnt/")]
    [InlineData("/mnt/../etc")]
    public void A_directory_that_is_no_place_for_values_is_named(string directory)
    {
        var (options, errors) = Load(("AGENT:DISK:DIRECTORY", directory));

        options.ShouldBeNull();
        errors.ShouldContain("KVFLEET_AGENT__DISK__DIRECTORY");
    }

    [Fact]
    public void A_value_of_the_wrong_kind_is_named()
    {
        var (options, errors) = Load(("HTTPPORT", "http"));

        options.ShouldBeNull();
        errors.ShouldContain("HTTPPORT", Case.Insensitive);
    }
}
