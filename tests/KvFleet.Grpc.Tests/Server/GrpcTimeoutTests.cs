using KvFleet.Grpc.Server;

namespace KvFleet.Grpc.Tests.Server;

public class GrpcTimeoutTests
{
    [Theory]
    [InlineData("2H", 2 * TimeSpan.TicksPerHour)]
    [InlineData("3M", 3 * TimeSpan.TicksPerMinute)]
    [InlineData("15S", 15 * TimeSpan.TicksPerSecond)]
    [InlineData("100m", 100 * TimeSpan.TicksPerMillisecond)]
    [InlineData("99999999u", 99999999 * TimeSpan.TicksPerMicrosecond)]
    [InlineData("1n", 1)]
    [InlineData("250n", 3)]
    [InlineData("0n", 0)]
    public void Every_unit_is_read_and_a_fraction_of_a_tick_counts_as_one(string value, long ticks)
    {
        GrpcTimeout.TryParse(value, out var timeout).ShouldBeTrue();
        timeout.Ticks.ShouldBe(ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("5")]
    [InlineData("5s")]
    [InlineData("-5S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    public void Anything_else_is_refused(string value) => GrpcTimeout.TryParse(value, out _).ShouldBeFalse();
}
