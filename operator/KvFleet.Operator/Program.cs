using KvFleet.Kubernetes.Health;
using KvFleet.Operator.Hosting;
using KvFleet.Operator.Options;
using KvFleet.Prometheus;

// Nothing but what is asked for: no settings files to watch on a read-only root, no static files, no host filtering.
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { Args = args, ApplicationName = "kvfleet-operator" });
builder.Configuration.AddEnvironmentVariables("KVFLEET_").AddCommandLine(args);
if (OptionsLoader.Load(builder.Configuration, Console.Error) is not { } options)
    return 78;

builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddOperatorConsole();
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenAnyIP(options.HttpPort));
builder.Services.AddRoutingCore();
builder.Services.AddPrometheusExporter();
builder.Services.AddKvFleetOperator(options);

await using var app = builder.Build();
app.MapHealthEndpoints();
app.MapPrometheusScrapingEndpoint();
await app.RunAsync();
return Environment.ExitCode;
