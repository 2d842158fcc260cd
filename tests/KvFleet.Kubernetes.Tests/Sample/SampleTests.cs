using System.Net;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Configuration;
using KvFleet.Kubernetes.Models;
using KvFleet.Kubernetes.Tests.Configuration;
using KvFleet.Testing;
using YamlDotNet.RepresentationModel;

namespace KvFleet.Kubernetes.Tests.Sample;

/// <summary>The operator of the README does what it says there.</summary>
public sealed class SampleTests : IDisposable
{
    private const string Account = "system:serviceaccount:website-operator:website-operator";
    private static readonly EntityMetadata Websites = new("example.com", "v1", "Website", "websites", EntityScope.Namespaced);
    private static readonly string SampleFolder = Path.Combine(RepositoryFolder.Root, "tests", "KvFleet.Kubernetes.Sample");

    private readonly TestFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Program.cs")]
    [InlineData("Website.cs")]
    [InlineData("WebsiteController.cs")]
    [InlineData("WebsiteDeployment.cs")]
    public void The_readme_shows_what_is_compiled(string file)
    {
        var readme = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "crds", "KvFleet.Kubernetes", "README.md"));
        readme.ShouldContain($"```csharp\n// {file}\n{File.ReadAllText(Path.Combine(SampleFolder, file))}```", Case.Sensitive);
    }

    [Fact]
    public async Task It_runs_on_the_fake_server()
    {
        await using var server = await FakeApiServer.StartAsync(new FakeApiServerOptions { UseHttps = true });
        server.Register(new FakeResource("example.com", "v1", "Website", "websites", HasStatus: true, IsCustom: true));
        await RunAsync(_folder.Write("kubeconfig", server.KubeConfig()));
    }

    [Fact]
    public async Task It_runs_on_a_real_server_with_no_more_rights_than_its_manifest_grants()
    {
        Assert.SkipWhen(KubernetesBinaries.Find(out var missing) is null, missing);
        await using var server = await LocalApiServer.StartAsync(Stop);
        using (var admin = new KubernetesClient(KubernetesClientConfiguration.FromKubeConfig(server.KubeConfigPath)))
        {
            foreach (var name in new[] { "website-operator", "default" })
                await admin.ApplyAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = name } }, "test", cancellationToken: Stop);
            var manifest = new YamlStream();
            manifest.Load(new StringReader(await File.ReadAllTextAsync(Path.Combine(SampleFolder, "website.yaml"), Stop)));
            foreach (var document in manifest.Documents)
            {
                var entity = UnstructuredObject.Parse(YamlJson.Of(document.RootNode)!.ToJsonString());
                await (await admin.UnstructuredAsync(entity.ApiVersion, entity.Kind, Stop)).ApplyAsync(entity, "test", cancellationToken: Stop);
            }

            while (await admin.Discovery.FindKindAsync("example.com/v1", "Website", Stop) is null)
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Stop);
        }

        var config = await File.ReadAllTextAsync(server.KubeConfigPath, Stop);
        await RunAsync(server.KubeConfigPath, _folder.Write("kubeconfig", config.Replace("{ token:", $"{{ as: \"{Account}\", token:", StringComparison.Ordinal)));
    }

    private async Task RunAsync(string adminConfig, string? operatorConfig = null)
    {
        using var client = new KubernetesClient(KubernetesClientConfiguration.FromKubeConfig(adminConfig));
        var (websites, deployments) = (client.Unstructured(Websites), client.Resource<V1Deployment>());
        using var program = SampleProgram.Start(_folder.Path, operatorConfig ?? adminConfig);
        using var http = new HttpClient { BaseAddress = await program.AddressAsync() };
        await UntilAsync(program, async () => (await http.GetAsync(new Uri("/readyz", UriKind.Relative), Stop)).StatusCode == HttpStatusCode.OK, "it is ready");

        await websites.CreateAsync(UnstructuredObject.Parse("""{"metadata":{"name":"shop","namespace":"default"},"spec":{"image":"shop:1","replicas":2}}"""), Stop);
        V1Deployment? deployment = null;
        await UntilAsync(program, async () => (deployment = await deployments.GetAsync("shop", "default", Stop)) is not null, "the deployment is made");
        (deployment!.Spec!.Replicas, deployment.Spec.Template!.Spec!.Containers[0].Image).ShouldBe((2, "shop:1"));
        deployment.GetController()!.Name.ShouldBe("shop");
        await UntilAsync(program, async () => await ConditionAsync(websites) == "False 0 of 2 replicas are ready", "the status says that nothing is ready");

        // What a controller of deployments and kubelets would do.
        var progress = new JsonObject { ["status"] = new JsonObject { ["replicas"] = 2, ["readyReplicas"] = 2, ["observedGeneration"] = 1 } };
        await deployments.PatchAsync("shop", "default", KubernetesPatch.Merge(progress), "status", Stop);
        await UntilAsync(program, async () => await ConditionAsync(websites) == "True 2 of 2 replicas are ready", "the status says that all are ready");

        (await program.StopAsync(Stop)).ShouldBe(0, program.Log);
        (await client.GetAsync<V1Lease>("website-operator", "website-operator", Stop))!.Spec!.HolderIdentity.ShouldBeNullOrEmpty();
        program.Log.ShouldNotContain("forbidden");
    }

    private static async Task<string> ConditionAsync(IKubernetesResourceClient<UnstructuredObject> websites)
    {
        var condition = (await websites.GetAsync("shop", "default", Stop))?.Field("status", "conditions")?[0];
        return $"{condition?["status"]} {condition?["message"]}";
    }

    private static async Task UntilAsync(SampleProgram program, Func<Task<bool>> condition, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"It never came to be: {what}\n{program.Log}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop);
        }
    }
}
