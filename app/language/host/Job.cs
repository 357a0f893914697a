using System;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

/// <summary>
/// What an async method of the host gives. The runtime's own builder lacks AwaitOnCompleted, which the trimmer of the package took out and the
/// compiler insists on, so an async method here cannot give a Task.
/// </summary>
[AsyncMethodBuilder(typeof(JobBuilder<>))]
readonly struct Job<T>
{
    public readonly Task<T> Task;

    public Job(Task<T> task)
    {
        Task = task;
    }

    // The trimmed runtime lacks a part of the usual awaiter as well: every await in the host is one with ConfigureAwait.
    public ConfiguredTaskAwaitable<T>.ConfiguredTaskAwaiter GetAwaiter()
    {
        return Task.ConfigureAwait(false).GetAwaiter();
    }
}

struct JobBuilder<T>
{
    AsyncTaskMethodBuilder<T> inner;

    public static JobBuilder<T> Create()
    {
        return default;
    }

    public Job<T> Task => new Job<T>(inner.Task);

    public void Start<S>(ref S machine) where S : IAsyncStateMachine
    {
        inner.Start(ref machine);
    }

    public void SetStateMachine(IAsyncStateMachine machine)
    {
    }

    public void SetResult(T result)
    {
        inner.SetResult(result);
    }

    public void SetException(Exception error)
    {
        inner.SetException(error);
    }

    public void AwaitOnCompleted<A, S>(ref A awaiter, ref S machine) where A : INotifyCompletion where S : IAsyncStateMachine
    {
        // Every task of the framework and of Roslyn has the other form.
        throw new NotSupportedException();
    }

    public void AwaitUnsafeOnCompleted<A, S>(ref A awaiter, ref S machine) where A : ICriticalNotifyCompletion where S : IAsyncStateMachine
    {
        inner.AwaitUnsafeOnCompleted(ref awaiter, ref machine);
    }
}
