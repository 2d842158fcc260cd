using KvFleet.Model.Accelerators;

namespace KvFleet.Planning.Tests;

public sealed class ClassDebouncerTests
{
    private static readonly AcceleratorClass Eight = AcceleratorClass.Of(new AcceleratorFacts(AcceleratorVendor.Nvidia, "H100", 0, 8), Fleet.Ti);
    private static readonly AcceleratorClass Seven = AcceleratorClass.Of(new AcceleratorFacts(AcceleratorVendor.Nvidia, "H100", 0, 7), Fleet.Ti);
    private static readonly AcceleratorClass None = AcceleratorClass.Of(AcceleratorFacts.None, Fleet.Ti);
    private readonly ClassDebouncer _debouncer = new(ClassDebouncer.DefaultPeriod);

    private static DateTimeOffset At(int seconds) => Fleet.Now + TimeSpan.FromSeconds(seconds);

    [Fact]
    public void The_first_sight_counts_at_once() => _debouncer.Observe(null, Eight, At(0)).ShouldBe(new DebouncedClass(Eight));

    [Fact]
    public void Another_class_counts_after_it_was_seen_for_the_whole_period()
    {
        var state = _debouncer.Observe(new DebouncedClass(Eight), Seven, At(0));
        state.Current.ShouldBe(Eight);
        _debouncer.SettlesAt(state).ShouldBe(At(60));

        state = _debouncer.Observe(state, Seven, At(59));
        state.Current.ShouldBe(Eight);

        state = _debouncer.Observe(state, Seven, At(60));
        state.ShouldBe(new DebouncedClass(Seven));
        _debouncer.SettlesAt(state).ShouldBeNull();
    }

    [Fact]
    public void A_flicker_starts_the_period_again()
    {
        var state = _debouncer.Observe(new DebouncedClass(Eight), Seven, At(0));
        state = _debouncer.Observe(state, Eight, At(30));
        state.Candidate.ShouldBeNull();
        state = _debouncer.Observe(state, Seven, At(40));

        _debouncer.Observe(state, Seven, At(90)).Current.ShouldBe(Eight);
        _debouncer.Observe(state, Seven, At(100)).Current.ShouldBe(Seven);
    }

    [Fact]
    public void A_third_class_starts_the_period_again()
    {
        var state = _debouncer.Observe(new DebouncedClass(Eight), Seven, At(0));
        state = _debouncer.Observe(state, None, At(50));

        _debouncer.Observe(state, None, At(70)).Current.ShouldBe(Eight);
        _debouncer.Observe(state, None, At(110)).Current.ShouldBe(None);
    }

    [Fact]
    public void A_clock_that_steps_back_changes_nothing_early()
    {
        var state = _debouncer.Observe(new DebouncedClass(Eight), Seven, At(0));

        _debouncer.Observe(state, Seven, At(-1000)).Current.ShouldBe(Eight);
    }

    [Fact]
    public void Without_a_period_every_change_counts_at_once()
        => new ClassDebouncer(TimeSpan.Zero).Observe(new DebouncedClass(Eight), Seven, At(0)).ShouldBe(new DebouncedClass(Seven));
}
