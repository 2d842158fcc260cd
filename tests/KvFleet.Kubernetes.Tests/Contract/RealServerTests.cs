using KvFleet.Kubernetes.Client;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Tests.Contract;

/// <summary>The contract, held by a real server: <c>KVFLEET_E2E_KUBECONFIG</c> says which. Skipped without one.</summary>
public sealed class RealServerTests(RealServer server) : ApiServerContract, IClassFixture<RealServer>
{
    public override async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(server.Client is null, RealServer.SkipReason);
        Client = RealServer.Connect();
        Namespace = $"contract-{Guid.NewGuid().ToString("N")[..10]}";
        await Client.CreateAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = Namespace } }, Stop);
    }

    public override async ValueTask DisposeAsync()
    {
        if (Client is not null)
            await Client.DeleteAsync<V1Namespace>(Namespace, cancellationToken: CancellationToken.None);
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Tokens_are_made_and_reviewed()
    {
        await Client.CreateAsync(new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = "sa", NamespaceProperty = Namespace } }, Stop);
        var request = new AuthenticationV1TokenRequest { Spec = new V1TokenRequestSpec { Audiences = ["kvfleet.io/agent"], ExpirationSeconds = 600 } };
        var token = (await Client.CreateSubresourceAsync<V1ServiceAccount, AuthenticationV1TokenRequest>("sa", Namespace, "token", request, Stop)).Status!.Token;
        var good = await Review(token, "kvfleet.io/agent");
        (good.Authenticated, good.User!.Username).ShouldBe((true, $"system:serviceaccount:{Namespace}:sa"));
        ((await Review(token, "someone.else")).Authenticated ?? false).ShouldBeFalse();
    }

    [Fact]
    public async Task Access_is_reviewed()
    {
        var review = await Client.CreateAsync(
            new V1SubjectAccessReview
            {
                Spec = new V1SubjectAccessReviewSpec
                {
                    User = $"system:serviceaccount:{Namespace}:nobody",
                    ResourceAttributes = new V1ResourceAttributes { NamespaceProperty = Namespace, Verb = "delete", Resource = "secrets" },
                },
            },
            Stop);
        review.Status.ShouldNotBeNull();
    }

    [Fact]
    public async Task Nodes_and_pods_fit_their_models()
    {
        foreach (var node in await Client.ListAsync<V1Node>(cancellationToken: Stop))
            node.Status!.NodeInfo.ShouldNotBeNull();
        foreach (var pod in await Client.ListAsync<V1Pod>(cancellationToken: Stop))
            pod.Spec!.Containers.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_pod_that_does_not_fit_its_quota_is_forbidden()
    {
        var quota = new V1ResourceQuota
        {
            Metadata = new V1ObjectMeta { Name = "q", NamespaceProperty = Namespace },
            Spec = new V1ResourceQuotaSpec { Hard = new Dictionary<string, ResourceQuantity> { ["requests.memory"] = new("1Mi") } },
        };
        await Client.CreateAsync(quota, Stop);
        while ((await Client.GetAsync<V1ResourceQuota>("q", Namespace, Stop))?.Status?.Hard is null)
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Stop);
        var pod = new V1Pod
        {
            Metadata = new V1ObjectMeta { Name = "p", NamespaceProperty = Namespace },
            Spec = new V1PodSpec
            {
                Containers =
                [
                    new V1Container
                    {
                        Name = "c",
                        Image = "none",
                        Resources = new V1ResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["memory"] = new("2Mi") } },
                    },
                ],
            },
        };
        (await Should.ThrowAsync<KubernetesApiException>(() => Client.CreateAsync(pod, Stop))).IsForbidden.ShouldBeTrue();
    }

    private async Task<V1TokenReviewStatus> Review(string token, string audience) =>
        (await Client.CreateAsync(new V1TokenReview { Spec = new V1TokenReviewSpec { Token = token, Audiences = [audience] } }, Stop)).Status!;
}
