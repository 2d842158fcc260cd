using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Tests.Client;

public sealed class ReviewTests
{
    private static ScriptedHandler Answering(string body) => new((_, _) => ScriptedHandler.Json(body));

    [Fact]
    public async Task Whose_a_token_is()
    {
        var handler = Answering("""
            {"kind":"TokenReview","apiVersion":"authentication.k8s.io/v1","metadata":{},"status":{"authenticated":true,"audiences":["kvfleet"],
             "user":{"username":"system:serviceaccount:ns:agent","uid":"u","groups":["system:serviceaccounts"],"extra":{"authentication.kubernetes.io/pod-name":["agent-1"]}}}}
            """);
        using var client = Scripted.Client(handler);
        var review = await client.CreateAsync(new V1TokenReview { Spec = new V1TokenReviewSpec { Token = "t", Audiences = ["kvfleet"] } }, TestCluster.Stop);
        (review.Status!.Authenticated, review.Status.User!.Username).ShouldBe((true, "system:serviceaccount:ns:agent"));
        review.Status.User.Extra!["authentication.kubernetes.io/pod-name"].ShouldBe(["agent-1"]);
        handler.Requests.ShouldHaveSingleItem().ShouldBe((
            "POST /apis/authentication.k8s.io/v1/tokenreviews",
            """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","metadata":{},"spec":{"token":"t","audiences":["kvfleet"]}}"""));
    }

    [Fact]
    public async Task Whether_somebody_may_with_all_that_is_known_of_them()
    {
        var handler = Answering("""{"status":{"allowed":false,"denied":true,"reason":"no rule","evaluationError":"half"}}""");
        using var client = Scripted.Client(handler);
        var spec = new V1SubjectAccessReviewSpec
        {
            User = "jane",
            Groups = ["dev"],
            Extra = new Dictionary<string, IList<string>>(StringComparer.Ordinal) { ["scopes"] = ["read"] },
            ResourceAttributes = new V1ResourceAttributes { Verb = "use", Group = "kvfleet.io", Resource = "kvcachefilesystems", Name = "weka" },
        };
        var review = await client.CreateAsync(new V1SubjectAccessReview { Spec = spec }, TestCluster.Stop);
        (review.Status!.Allowed, review.Status.Denied, review.Status.Reason, review.Status.EvaluationError).ShouldBe((false, true, "no rule", "half"));
        handler.Requests.ShouldHaveSingleItem().Body.ShouldNotBeNull().ShouldContain("""
            "spec":{"user":"jane","groups":["dev"],"extra":{"scopes":["read"]},"resourceAttributes":{"verb":"use","group":"kvfleet.io","resource":"kvcachefilesystems","name":"weka"}}
            """.Trim());
    }

    [Fact]
    public async Task Whether_this_client_may()
    {
        var handler = Answering("""{"status":{"allowed":true}}""");
        using var client = Scripted.Client(handler);
        var spec = new V1SelfSubjectAccessReviewSpec { NonResourceAttributes = new V1NonResourceAttributes { Path = "/metrics", Verb = "get" } };
        (await client.CreateAsync(new V1SelfSubjectAccessReview { Spec = spec }, TestCluster.Stop)).Status!.Allowed.ShouldBeTrue();
        handler.Requests.ShouldHaveSingleItem().ShouldBe((
            "POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            """{"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","metadata":{},"spec":{"nonResourceAttributes":{"path":"/metrics","verb":"get"}}}"""));
    }

    [Fact]
    public async Task Who_this_client_is()
    {
        var handler = Answering("""{"status":{"userInfo":{"username":"jane"}}}""");
        using var client = Scripted.Client(handler);
        (await client.CreateAsync(new V1SelfSubjectReview(), TestCluster.Stop)).Status!.UserInfo!.Username.ShouldBe("jane");
        handler.Requests.ShouldHaveSingleItem().Request.ShouldBe("POST /apis/authentication.k8s.io/v1/selfsubjectreviews");
    }
}
