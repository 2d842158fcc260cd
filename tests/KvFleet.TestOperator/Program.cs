using System.Globalization;
using KvFleet.Kubernetes.Hosting;
using KvFleet.Kubernetes.Models;
using KvFleet.TestOperator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// KvFleet.TestOperator IDENTITY NAMESPACE RECORDS LEASE RENEW RETRY: works as long as it leads, and says so in RECORDS, and how it came to lead in RECORDS.election. Times in seconds; KUBECONFIG says where.
if (args is not [var identity, var @namespace, var records, var lease, var renew, var retry])
{
    await Console.Error.WriteLineAsync("usage: KvFleet.TestOperator IDENTITY NAMESPACE RECORDS LEASE RENEW RETRY");
    return 64;
}

var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "test-operator" });
var election = new ElectionRecords(records + ".election");
builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddProvider(election);
builder.Logging.AddFilter<ElectionRecords>(null, LogLevel.Debug);
builder.Services.AddSingleton(election);
builder.Services.AddHostedService<LatenessRecorder>();
builder.Services.AddSingleton(new WorkPlace(identity, @namespace, records));
builder.Services
    .AddKubernetesOperator(settings =>
    {
        settings.Name = "test-operator";
        settings.Namespace = @namespace;
        settings.Identity = identity;
        settings.LeaderElectionNamespace = @namespace;
        settings.LeaderElectionLeaseDuration = Seconds(lease);
        settings.LeaderElectionRenewDeadline = Seconds(renew);
        settings.LeaderElectionRetryPeriod = Seconds(retry);
        settings.ShutdownTimeout = TimeSpan.FromSeconds(12);
    })
    .AddKeyController<WorkController>("work", work => work.Watches<V1ConfigMap>(static _ => [WorkController.Key]))
    .AddLeaderService<WorkService>();
await builder.Build().RunAsync();
return Environment.ExitCode;

static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
