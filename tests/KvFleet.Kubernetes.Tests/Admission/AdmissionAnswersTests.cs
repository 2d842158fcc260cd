using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KvFleet.Kubernetes.Admission;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Tests.Admission;

public sealed class AdmissionAnswersTests
{
    // The shape that the documentation of dynamic admission control gives.
    private const string Question = """
        {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"705ab4f5-6393-11e8-b7cc-42010a800002",
         "kind":{"group":"autoscaling","version":"v1","kind":"Scale"},"resource":{"group":"apps","version":"v1","resource":"deployments"},"subResource":"scale",
         "requestKind":{"group":"autoscaling","version":"v1","kind":"Scale"},"requestResource":{"group":"apps","version":"v1","resource":"deployments"},"requestSubResource":"scale",
         "name":"my-deployment","namespace":"my-namespace","operation":"UPDATE",
         "userInfo":{"username":"admin","uid":"014fbff9a07c","groups":["system:authenticated","my-admin-group"],"extra":{"some-key":["some-value1","some-value2"]}},
         "object":{"apiVersion":"autoscaling/v1","kind":"Scale","spec":{"replicas":3}},"oldObject":{"apiVersion":"autoscaling/v1","kind":"Scale","spec":{"replicas":1}},
         "options":{"apiVersion":"meta.k8s.io/v1","kind":"UpdateOptions","fieldManager":"kubectl"},"dryRun":true}}
        """;

    private static V1AdmissionRequest Request => JsonSerializer.Deserialize(Question, KubernetesJsonContext.Default.V1AdmissionReview)!.Request!;

    private static JsonObject Json(V1AdmissionReview review) => JsonSerializer.SerializeToNode(review, KubernetesJsonContext.Default.V1AdmissionReview)!.AsObject();

    [Fact]
    public void A_question_is_read_in_full()
    {
        var request = Request;
        (request.Name, request.NamespaceProperty, request.Operation, request.SubResource, request.DryRun).ShouldBe(
            ("my-deployment", "my-namespace", AdmissionOperations.Update, "scale", true));
        (request.Kind!.Kind, request.Kind.Group, request.Resource!.Resource, request.RequestResource!.Group, request.RequestSubResource).ShouldBe(
            ("Scale", "autoscaling", "deployments", "apps", "scale"));
        (request.UserInfo.Username, request.UserInfo.Groups!.Count, request.UserInfo.Extra!["some-key"].Count).ShouldBe(("admin", 2, 2));
        (request.Object!["spec"]!["replicas"]!.GetValue<int>(), request.OldObject!["spec"]!["replicas"]!.GetValue<int>()).ShouldBe((3, 1));
        request.Options!["fieldManager"]!.GetValue<string>().ShouldBe("kubectl");
    }

    [Fact]
    public void Yes_is_short_and_names_the_question() => Json(Request.Allow()).ToJsonString().ShouldBe(
        """{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"705ab4f5-6393-11e8-b7cc-42010a800002","allowed":true}}""");

    [Fact]
    public void Warnings_go_along_with_any_answer()
    {
        Json(Request.Allow("one", "two"))["response"]!["warnings"]!.AsArray().Count.ShouldBe(2);
        Json(Request.Deny("no", warnings: "careful"))["response"]!["warnings"]!.AsArray().Single()!.GetValue<string>().ShouldBe("careful");
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, null, "Forbidden")]
    [InlineData(HttpStatusCode.UnprocessableEntity, null, "Invalid")]
    [InlineData(HttpStatusCode.Conflict, "AlreadyExists", "AlreadyExists")]
    public void No_has_a_code_a_reason_and_a_message(HttpStatusCode code, string? reason, string expected)
    {
        var response = Json(Request.Deny("spec.size is too large", code, reason))["response"]!.AsObject();
        response["allowed"]!.GetValue<bool>().ShouldBeFalse();
        var status = response["status"]!;
        (status["code"]!.GetValue<int>(), status["reason"]!.GetValue<string>(), status["message"]!.GetValue<string>())
            .ShouldBe(((int)code, expected, "spec.size is too large"));
    }

    [Fact]
    public void A_patch_is_base64_of_json_patch()
    {
        var operations = JsonPatchOperations.Between(new JsonObject(), new JsonObject { ["a"] = 1 });
        var response = Json(Request.Patch(operations))["response"]!;
        response["patchType"]!.GetValue<string>().ShouldBe("JSONPatch");
        Encoding.UTF8.GetString(Convert.FromBase64String(response["patch"]!.GetValue<string>())).ShouldBe("""[{"op":"add","path":"/a","value":1}]""");
    }

    [Fact]
    public void An_empty_patch_is_a_plain_yes() => Json(Request.Patch([]))["response"]!.AsObject().ContainsKey("patch").ShouldBeFalse();
}
