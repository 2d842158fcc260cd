using KvFleet.Api.Defaults;
using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Model.Geometry;

namespace KvFleet.Api.Tests;

/// <summary>The shortest useful pool gets everything else by default.</summary>
public sealed class PoolDefaultsTests
{
    [Fact]
    public void The_shortest_pool_resolves()
    {
        var pool = PoolYaml.Resolve("""{"model":{"name":"meta-llama/Llama-3.1-8B-Instruct"},"capacity":"2Ti"}""").Pool.ShouldNotBeNull();

        pool.CapacityBytes.ShouldBe(2L << 40);
        pool.BytesPerToken.ShouldBe(131_072);
        pool.Layout.BlockTokens.ShouldBe(16);
        pool.Layout.RowStrideBytes.ShouldBe(2L << 20);
        pool.MinPerNodeBytes.ShouldBeNull();
        pool.MaxPerNodeBytes.ShouldBeNull();
        pool.HugePages.ShouldBe(HugePageSize.None);
        pool.NumaPolicy.ShouldBe(NumaPlacement.Spread);
        pool.Weight.ShouldBe(100);
        pool.Paused.ShouldBeFalse();
        pool.LocalDisk.ShouldBeNull();
    }

    [Fact]
    public void A_local_disk_needs_a_capacity_only()
    {
        var disk = PoolYaml.Resolve("""{"model":{"name":"meta-llama/Llama-3.1-8B-Instruct"},"capacity":"2Ti","localDisk":{"capacity":"20Ti"}}""").Pool.ShouldNotBeNull().LocalDisk.ShouldNotBeNull();

        disk.CapacityBytes.ShouldBe(20L << 40);
        disk.MinPerNodeBytes.ShouldBe(64L << 20);
        disk.MaxPerNodeBytes.ShouldBeNull();
        disk.SightingsToAdmit.ShouldBe(2);
        disk.EncryptionKey.ShouldBeNull();
    }

    [Fact]
    public void A_pool_that_says_nothing_of_store_and_redis_protocol_keeps_by_cost_and_opens_no_port()
    {
        var pool = PoolYaml.Resolve("""{"model":{"name":"meta-llama/Llama-3.1-8B-Instruct"},"capacity":"2Ti"}""").Pool.ShouldNotBeNull();

        pool.Store.ShouldBe(new AssignedStore { EvictionPolicy = PoolEvictionPolicy.CostAware, PinnedPercent = 25, HeadroomPercent = 2 });
        pool.Resp.ShouldBeNull();
    }

    [Theory]
    [InlineData("LRU", PoolEvictionPolicy.Lru)]
    [InlineData("S3FIFO", PoolEvictionPolicy.S3Fifo)]
    [InlineData("CostAware", PoolEvictionPolicy.CostAware)]
    public void Eviction_policies_have_the_names_that_papers_give_them(string name, PoolEvictionPolicy policy) =>
        PoolYaml.Resolve($$$"""{"model":{"name":"meta-llama/Llama-3.1-8B-Instruct"},"capacity":"1Gi","store":{"evictionPolicy":"{{{name}}}"}}""").Pool.ShouldNotBeNull().Store.EvictionPolicy.ShouldBe(policy);

    [Fact]
    public void The_password_is_in_the_entry_password_and_a_port_can_be_turned_off()
    {
        const string Model = "\"model\":{\"name\":\"meta-llama/Llama-3.1-8B-Instruct\"},\"capacity\":\"1Gi\"";
        PoolYaml.Resolve("{" + Model + ",\"resp\":{\"passwordSecret\":{\"name\":\"s\"},\"tlsSecret\":{\"name\":\"t\"}}}").Pool.ShouldNotBeNull().Resp.ShouldBe(new ResolvedResp("s", "password", "t"));
        PoolYaml.Resolve("{" + Model + ",\"sharing\":{\"mode\":\"Private\"}}").Pool.ShouldNotBeNull().Sharing.ShouldBeNull();
        var sharing = PoolYaml.Resolve("{" + Model + ",\"sharing\":{\"mode\":\"Shared\",\"namespaces\":[\"b\",\"a\",\"b\"]}}").Pool.ShouldNotBeNull().Sharing;
        sharing.ShouldBe(new AssignedSharing { Namespaces = ["a", "b"], Access = PoolAccess.ReadOnly });
        PoolYaml.Resolve("{" + Model + ",\"resp\":{\"enabled\":false,\"passwordSecret\":{\"name\":\"s\"}}}").Pool.ShouldNotBeNull().Resp.ShouldBeNull();
    }

    [Theory]
    [InlineData("deepseek-ai/DeepSeek-V3", 70_272, 64)]
    [InlineData("META-LLAMA/LLAMA-3.1-8B-instruct", 131_072, 16)]
    public void Well_known_models_bring_their_geometry_and_block_size(string model, long bytesPerToken, int blockTokens)
    {
        var pool = PoolYaml.Resolve($$"""{"model":{"name":"{{model}}"},"capacity":"1Gi"}""").Pool.ShouldNotBeNull();

        pool.BytesPerToken.ShouldBe(bytesPerToken);
        pool.Layout.BlockTokens.ShouldBe(blockTokens);
    }

    [Fact]
    public void An_explicit_geometry_wins_over_the_built_in_one() =>
        PoolYaml.Resolve("""{"model":{"name":"meta-llama/Llama-3.1-8B-Instruct","geometry":{"attention":{"layers":2,"kvHeads":2,"headDim":64}}},"capacity":1073741824}""")
            .Pool.ShouldNotBeNull().BytesPerToken.ShouldBe(2 * 2 * 2 * 64 * 2);

    [Fact]
    public void A_data_type_and_tensor_parallelism_change_the_sizes()
    {
        var pool = PoolYaml.Resolve("""{"model":{"name":"meta-llama/Llama-3.1-8B-Instruct","dataType":"FP8E4M3","blockTokens":64},"parallelism":{"tensor":16},"capacity":"1Gi"}""").Pool.ShouldNotBeNull();

        // 8 heads on 16 ranks: every head is held twice.
        pool.BytesPerToken.ShouldBe(131_072);
        pool.Layout.Slots.ShouldBe(16);
    }

    [Fact]
    public void Values_survive_a_round_trip()
    {
        var pool = PoolYaml.Parse("""{"model":{"name":"m","dataType":"INT8"},"capacity":"1.5Gi","hostMemory":{"hugePages":"2Mi","numaPolicy":"Interleave","minPerNode":"1Gi"},"weight":7,"paused":true}""");

        var again = System.Text.Json.JsonSerializer.Serialize(pool, KvFleetJsonContext.Default.V1Alpha1KVCachePool);

        again.ShouldContain("\"dataType\":\"INT8\"");
        again.ShouldContain("\"hugePages\":\"2Mi\"");
        again.ShouldContain("\"capacity\":\"1536Mi\"");
        pool.Spec.Model.DataType.ShouldBe(KvDataType.INT8);
        pool.Spec.HostMemory!.HugePages.ShouldBe(HugePageSize.TwoMebi);
    }
}
