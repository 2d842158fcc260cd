using KvFleet.Kubernetes.Models;
using KvFleet.Operator.Fleet;
using KvFleet.Planning;

namespace KvFleet.Operator.Tests.Fleet;

public sealed class FleetModeTests
{
    private static (FleetMode Mode, string? Problem) Read(string? text) => FleetModeReader.Read(new V1ConfigMap
    {
        Data = text is null ? null : new Dictionary<string, string>(StringComparer.Ordinal) { ["mode"] = text },
    });

    [Theory]
    [InlineData(null, FleetMode.Run)]
    [InlineData("", FleetMode.Run)]
    [InlineData("Run", FleetMode.Run)]
    [InlineData(" freeze\n", FleetMode.Freeze)]
    [InlineData("DrainAll", FleetMode.DrainAll)]
    public void A_mode_is_read_without_regard_to_case(string? text, FleetMode mode) => Read(text).ShouldBe((mode, null));

    [Theory]
    [InlineData("drain")]
    [InlineData("2")]
    [InlineData("Run,Freeze")]
    public void Whatever_is_no_mode_freezes_and_says_so(string text)
    {
        var (mode, problem) = Read(text);

        mode.ShouldBe(FleetMode.Freeze);
        problem.ShouldNotBeNull().ShouldContain(text);
    }

    [Fact]
    public void No_config_map_means_run() => FleetModeReader.Read(null).ShouldBe((FleetMode.Run, null));
}
