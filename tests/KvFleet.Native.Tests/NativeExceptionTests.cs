namespace KvFleet.Native.Tests;

public sealed class NativeExceptionTests
{
    [Fact]
    public void The_message_says_what_on_what_which_error_and_what_to_do()
    {
        var failure = new NativeException("mlock", Errno.ENOMEM, "4096 bytes");
        failure.Message.ShouldBe(
            "mlock (4096 bytes) failed: ENOMEM, Cannot allocate memory. The process may not lock this much: give it CAP_IPC_LOCK or raise RLIMIT_MEMLOCK of the container runtime (LimitMEMLOCK=infinity).");
        failure.ErrorName.ShouldBe("ENOMEM");
    }

    [Fact]
    public void Without_subject_or_remedy_it_says_what_is_known()
    {
        var failure = new NativeException("close", 5);
        failure.Message.ShouldBe("close failed: EIO, Input/output error.");
        failure.Remedy.ShouldBeNull();
    }

    [Fact]
    public void Unknown_numbers_keep_their_number() => Errno.Name(4711).ShouldBe("errno 4711");

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Every_named_number_has_its_own_name(string name, int number) => Errno.Name(number).ShouldBe(name);

    public static TheoryData<string, int> Numbers() =>
        [.. typeof(Errno).GetFields().Select(field => (field.Name, (int)field.GetRawConstantValue()!))];
}
