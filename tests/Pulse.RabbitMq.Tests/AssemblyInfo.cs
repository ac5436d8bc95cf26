// A node's start keeps a small machine busy; two at once are not faster.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
