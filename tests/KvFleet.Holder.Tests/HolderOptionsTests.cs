namespace KvFleet.Holder.Tests;

public sealed class HolderOptionsTests
{
    [Theory]
    [InlineData(null, "/kvfleet/kvfleet.sock")]
    [InlineData("", "/kvfleet/kvfleet.sock")]
    [InlineData("/elsewhere.sock", "/elsewhere.sock")]
    public void The_environment_or_the_default_names_the_socket(string? variable, string path)
    {
        HolderOptions.TryParse([], _ => variable, out var options, out _).ShouldBeTrue();
        options.ShouldNotBeNull().SocketPath.ShouldBe(path);
    }

    [Fact]
    public void An_argument_wins()
    {
        HolderOptions.TryParse(["--socket", "/a.sock"], _ => "/b.sock", out var options, out _).ShouldBeTrue();
        options.ShouldNotBeNull().SocketPath.ShouldBe("/a.sock");
    }

    [Theory]
    [InlineData("--socket")]
    [InlineData("--socket", "")]
    [InlineData("--sockets", "/a.sock")]
    [InlineData("--socket", "/a.sock", "more")]
    public void Anything_else_is_refused_with_the_usage(params string[] arguments)
    {
        HolderOptions.TryParse(arguments, _ => null, out _, out var problem).ShouldBeFalse();
        problem.ShouldNotBeNull().ShouldContain("usage: kvfleet-hold [--socket PATH]");
    }
}
