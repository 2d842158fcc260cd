using KvFleet.Agent.Hosting;
using KvFleet.Agent.Options;
using KvFleet.Agent.Standalone;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Model.Catalog;

const int UsageError = 64;

if (args is ["--help"] or ["-h"])
{
    await Console.Out.WriteLineAsync(AgentOptionsParser.Usage);
    return 0;
}

var options = AgentOptionsParser.Parse(args, Environment.GetEnvironmentVariable, out var problems);
if (problems.Count > 0)
    return await ComplainAsync([.. problems, "", AgentOptionsParser.Usage]);

WebApplication app;
if (options.StandaloneFile is { } file)
{
    if (!File.Exists(file))
        return await ComplainAsync([$"{file}: there is no such file."]);
    if (StandaloneReader.Read(await File.ReadAllTextAsync(file), file, ModelCatalog.BuiltIn, out var faults) is not { } configuration)
        return await ComplainAsync(faults);
    app = StandaloneHost.Build(options, configuration, TimeProvider.System);
}
else
{
    try
    {
        app = ClusterHost.Build(options, KubernetesClientConfiguration.LoadDefault(), TimeProvider.System);
    }
    catch (KubernetesConfigurationException e)
    {
        return await ComplainAsync([e.Message]);
    }
}

await using (app)
    await app.RunAsync();
return 0;

static async Task<int> ComplainAsync(IEnumerable<string> lines)
{
    foreach (var line in lines)
        await Console.Error.WriteLineAsync(line);
    return UsageError;
}
