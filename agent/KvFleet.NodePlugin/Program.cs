using KvFleet.NodePlugin.Filesystems.Helper;
using KvFleet.NodePlugin.Hosting;
using KvFleet.NodePlugin.Sweeping;
using KvFleet.Sweeping.Hosting;
using KvFleet.Sweeping.Recording;
using Microsoft.Extensions.Logging;

if (args is ["--help"])
{
    await Console.Out.WriteLineAsync(NodeOptionsReader.Usage);
    return 0;
}

if (args is [HelperProgram.Argument, var task])
    return HelperProgram.Run(task);

if (args is [FilesystemSweep.SweepArgument, .. var sweepArguments])
    return await SweepProcess.RunAsync(sweepArguments, Console.In, Console.Out, Console.Error, TimeProvider.System, CancellationToken.None);
if (args is [FilesystemSweep.RecordArgument, .. var recordArguments])
    return await AccessRecordingProcess.RunAsync(recordArguments, Console.In, Console.Out, Console.Error, TimeProvider.System, CancellationToken.None);

if (args is ["wait"])
{
    await PodWait.RunAsync();
    return 0;
}

var problems = NodeOptionsReader.Read(args, Environment.GetEnvironmentVariable, out var options);
if (problems.Count > 0)
{
    foreach (var problem in problems)
        await Console.Error.WriteLineAsync($"kvfleet-node: {problem}");
    return 2;
}

var health = new NodeHealth();
await using var app = HealthServer.Build(options, health);
await app.StartAsync();
await NodePluginHost.RunAsync(
    options, health, (ILoggerFactory)app.Services.GetService(typeof(ILoggerFactory))!, TimeProvider.System, app.Lifetime.ApplicationStopping);
await app.StopAsync();
return 0;
