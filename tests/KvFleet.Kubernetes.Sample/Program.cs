using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Health;
using KvFleet.Kubernetes.Hosting;
using KvFleet.Kubernetes.Models;
using Microsoft.AspNetCore.Builder;
using Websites;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddKubernetesJson(WebsiteJsonContext.Default);
builder.Services
    .AddKubernetesOperator(settings => settings.Name = "website-operator")
    .AddController<WebsiteController, Website>(c => c.Owns<V1Deployment>());
var app = builder.Build();
app.MapHealthEndpoints();
await app.RunAsync();
