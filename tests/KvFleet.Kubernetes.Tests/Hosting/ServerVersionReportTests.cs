using KvFleet.Kubernetes.Hosting;
using KvFleet.Kubernetes.Tests.Client;
using KvFleet.Kubernetes.Tests.Informers;
using Microsoft.Extensions.Logging;

namespace KvFleet.Kubernetes.Tests.Hosting;

public sealed class ServerVersionReportTests
{
    private readonly CollectingLogger<ServerVersionReport> _log = new();

    [Theory]
    [InlineData("v1.19.16", LogLevel.Warning, "made for 1.20 and newer")]
    [InlineData("v1.20.0", LogLevel.Information, "is v1.20.0")]
    [InlineData("v1.36.2", LogLevel.Information, "is v1.36.2")]
    [InlineData("v1.40.0", LogLevel.Information, "newer than")]
    [InlineData("", LogLevel.Information, "of unknown version")]
    public async Task A_server_that_is_too_old_is_warned_of(string version, LogLevel level, string text)
    {
        using var handler = new ScriptedHandler((_, _) => ScriptedHandler.Json($$"""{"gitVersion":"{{version}}"}"""));
        using var client = Scripted.Client(handler);
        await Report(client).RunAsync(TestCluster.Stop);
        var line = _log.Entries.ShouldHaveSingleItem();
        (line.Level, line.Message.Contains(text, StringComparison.Ordinal)).ShouldBe((level, true), line.Message);
    }

    [Fact]
    public async Task A_server_that_does_not_say_is_no_reason_to_fail()
    {
        using var handler = new ScriptedHandler((_, _) => ScriptedHandler.Refuse(403, "Forbidden"));
        using var client = Scripted.Client(handler);
        await Report(client).RunAsync(TestCluster.Stop);
        _log.Entries.ShouldHaveSingleItem().Level.ShouldBe(LogLevel.Debug);
    }

    private ServerVersionReport Report(KvFleet.Kubernetes.Client.KubernetesClient client) => new(client, _log);
}
