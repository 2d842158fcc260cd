namespace KvFleet.Api.Tests;

/// <summary>Bad specs are refused with where, what and what to do; several problems are told at once.</summary>
public sealed class PoolValidatorTests
{
    private const string Model = "\"model\":{\"name\":\"meta-llama/Llama-3.1-8B-Instruct\"}";

    [Theory]
    [InlineData("""{"model":{"name":"acme/unknown-7b"},"capacity":"1Gi"}""", "spec.model.name", "geometry is not built in")]
    [InlineData("""{"model":{"name":"meta-llama/Llama-3.1-8B-Instrukt"},"capacity":"1Gi"}""", "spec.model.name", "meta-llama/Llama-3.1-8B-Instruct")]
    [InlineData("""{"model":{"name":" "},"capacity":"1Gi"}""", "spec.model.name", "is empty")]
    [InlineData("""{"model":{"name":"m","geometry":{}},"capacity":"1Gi"}""", "spec.model.geometry", "exactly one")]
    [InlineData("""{"model":{"name":"m","geometry":{"attention":{"layers":1,"kvHeads":1,"headDim":1},"mla":{"layers":1,"kvLoraRank":1,"ropeHeadDim":1}}},"capacity":"1Gi"}""", "spec.model.geometry", "exactly one")]
    [InlineData("""{"model":{"name":"m","geometry":{"attention":{"layers":0,"kvHeads":1,"headDim":1}}},"capacity":"1Gi"}""", "spec.model.geometry.attention.layers", "0")]
    [InlineData("""{"model":{"name":"m","geometry":{"hybrid":{"fullLayers":1,"windowLayers":1,"kvHeads":1,"headDim":1}}},"capacity":"1Gi"}""", "spec.model.geometry.hybrid.windowTokens", "sliding_window")]
    [InlineData("{" + Model + ",\"capacity\":\"0\"}", "spec.capacity", "positive")]
    [InlineData("{" + Model + ",\"capacity\":\"-5Gi\"}", "spec.capacity", "positive")]
    [InlineData("{" + Model + ",\"capacity\":\"100m\"}", "spec.capacity", "whole number of bytes")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"hostMemory\":{\"minPerNode\":\"2Gi\"}}", "spec.hostMemory.minPerNode", "more than spec.capacity")]
    [InlineData("{" + Model + ",\"capacity\":\"9Gi\",\"hostMemory\":{\"minPerNode\":\"2Gi\",\"maxPerNode\":\"1Gi\"}}", "spec.hostMemory.minPerNode", "lower minPerNode or raise maxPerNode")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"weight\":0}", "spec.weight", "1 to 1000")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"parallelism\":{\"tensor\":0}}", "spec.parallelism.tensor", "0")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"parallelism\":{\"pipeline\":64}}", "spec.parallelism.pipeline", "32 layers")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"nodeRequirements\":[{\"key\":\"a\",\"operator\":\"In\"}]}", "spec.nodeRequirements[0].values", "at least one")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"nodeRequirements\":[{\"key\":\"a\",\"operator\":\"Gt\",\"values\":[\"x\"]}]}", "spec.nodeRequirements[0].values", "one integer")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"nodeRequirements\":[{\"key\":\"a\",\"operator\":\"Exists\",\"values\":[\"x\"]}]}", "spec.nodeRequirements[0].values", "takes none")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"tolerations\":[{\"value\":\"x\"}]}", "spec.tolerations[0].key", "operator: Exists")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"tolerations\":[{\"key\":\"a\",\"operator\":\"Exists\",\"value\":\"x\"}]}", "spec.tolerations[0].value", "remove it")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"tolerations\":[{\"key\":\"a\",\"operator\":\"Exists\",\"tolerationSeconds\":5}]}", "spec.tolerations[0].tolerationSeconds", "NoExecute")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"localDisk\":{\"capacity\":\"0\"}}", "spec.localDisk.capacity", "positive")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"localDisk\":{\"capacity\":\"1Mi\"}}", "spec.localDisk.capacity", "at least 64Mi")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"localDisk\":{\"capacity\":\"1Gi\",\"maxPerNode\":\"1Mi\"}}", "spec.localDisk.maxPerNode", "at least 64Mi")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"localDisk\":{\"capacity\":\"9Gi\",\"minPerNode\":\"2Gi\",\"maxPerNode\":\"1Gi\"}}", "spec.localDisk.minPerNode", "lower minPerNode or raise maxPerNode")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"localDisk\":{\"capacity\":\"1Gi\",\"minPerNode\":\"2Gi\"}}", "spec.localDisk.minPerNode", "raise capacity")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"localDisk\":{\"capacity\":\"1Gi\",\"sightingsToAdmit\":0}}", "spec.localDisk.sightingsToAdmit", "1 to 255")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"localDisk\":{\"capacity\":\"1Gi\",\"encryptionKey\":\"../tls.key\"}}", "spec.localDisk.encryptionKey", "letter or digit")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"localDisk\":{\"capacity\":\"1Gi\",\"encryptionKey\":\"\"}}", "spec.localDisk.encryptionKey", "1 to 253")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"store\":{\"pinnedPercent\":91}}", "spec.store.pinnedPercent", "0 to 90")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"store\":{\"headroomPercent\":-1}}", "spec.store.headroomPercent", "0 to 50")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"resp\":{}}", "spec.resp.passwordSecret.name", "enabled: false")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"resp\":{\"passwordSecret\":{\"name\":\"s\"},\"tlsSecret\":{}}}", "spec.resp.tlsSecret.name", "kubernetes.io/tls")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"sharing\":{\"mode\":\"Shared\"}}", "spec.sharing.namespaces", "list 1 to 64 namespaces")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"sharing\":{\"namespaces\":[\"b\"]}}", "spec.sharing.namespaces", "mode: Shared")]
    [InlineData("{" + Model + ",\"capacity\":\"1Gi\",\"sharing\":{\"mode\":\"Shared\",\"namespaces\":[\"b\",\"*\"]}}", "spec.sharing.namespaces[1]", "no name of a namespace")]
    public void A_bad_spec_is_refused_with_the_field_and_the_remedy(string spec, string path, string remedy)
    {
        var resolution = PoolYaml.Resolve(spec);

        resolution.Pool.ShouldBeNull();
        resolution.Problems.ShouldContain(problem => problem.Path == path && problem.Message.Contains(remedy, StringComparison.Ordinal), resolution.Message);
    }

    [Fact]
    public void All_problems_are_told_at_once() =>
        PoolYaml.Resolve("""{"model":{"name":"acme/unknown"},"capacity":"0","weight":5000}""").Problems.Select(problem => problem.Path)
            .ShouldBe(["spec.model.name", "spec.capacity", "spec.weight"]);

    [Fact]
    public void Nonsense_that_a_quantity_cannot_be_is_refused_when_it_is_read() =>
        Should.Throw<System.Text.Json.JsonException>(() => PoolYaml.Parse("{" + Model + ",\"capacity\":\"banana\"}"));

    [Fact]
    public void A_pool_that_is_right_has_no_problems() =>
        PoolYaml.Resolve("{" + Model + """
            ,"capacity":"64Gi","hostMemory":{"minPerNode":"1Gi","maxPerNode":"32Gi","hugePages":"1Gi","numaPolicy":"None"},
            "nodeSelector":{"a":"b"},"nodeRequirements":[{"key":"c","operator":"NotIn","values":["d"]}],
            "tolerations":[{"operator":"Exists"},{"key":"e","effect":"NoExecute","tolerationSeconds":30}],"weight":1000}
            """).Problems.ShouldBeEmpty();
}
