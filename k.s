	.file	"k.79f6e3749a3a7320-cgu.0"
	.section	.text._ZN1k6add25617hc344cb7c485d5b0dE,"ax",@progbits
	.globl	_ZN1k6add25617hc344cb7c485d5b0dE
	.p2align	4
	.type	_ZN1k6add25617hc344cb7c485d5b0dE,@function
_ZN1k6add25617hc344cb7c485d5b0dE:
	.cfi_startproc
	subq	$360, %rsp
	.cfi_def_cfa_offset 368
	vmovdqu	(%rdi), %ymm3
	vmovdqu	32(%rdi), %ymm12
	vmovups	64(%rdi), %ymm0
	vmovups	%ymm0, (%rsp)
	vmovdqu	96(%rdi), %ymm13
	vmovups	128(%rdi), %ymm0
	vmovups	%ymm0, 32(%rsp)
	vmovdqu	160(%rdi), %ymm14
	vmovups	192(%rdi), %ymm0
	vmovups	%ymm0, 64(%rsp)
	vmovups	224(%rdi), %ymm0
	vmovups	%ymm0, 128(%rsp)
	vmovups	256(%rdi), %ymm0
	vmovups	%ymm0, 96(%rsp)
	vmovups	288(%rdi), %ymm0
	vmovups	%ymm0, 160(%rsp)
	vmovdqu	320(%rdi), %ymm15
	vmovdqu	352(%rdi), %ymm11
	vmovdqu	384(%rdi), %ymm10
	vmovdqu	416(%rdi), %ymm0
	vmovdqu	448(%rdi), %ymm4
	vmovdqu	480(%rdi), %ymm2
	vmovdqu	512(%rdi), %ymm9
	vmovdqu	544(%rdi), %ymm1
	testq	%rdx, %rdx
	je	.LBB0_1
	leaq	(%rsi,%rdx,8), %rdx
	.p2align	4
.LBB0_3:
	vmovdqu	%ymm4, 256(%rsp)
	vmovdqu	%ymm2, 288(%rsp)
	vmovdqu	%ymm9, 320(%rsp)
	movl	(%rsi), %eax
	cmpq	%rax, %r8
	jbe	.LBB0_6
	vmovdqa	%ymm15, %ymm2
	vmovdqa	%ymm10, %ymm4
	vmovdqa	%ymm11, %ymm5
	movl	4(%rsi), %r9d
	movl	%r9d, %r10d
	andl	$1, %r10d
	negq	%r10
	vmovq	%r10, %xmm7
	shlq	$6, %rax
	vmovdqu	(%rcx,%rax), %ymm6
	vpbroadcastq	%xmm7, %ymm8
	vpand	%ymm6, %ymm8, %ymm7
	vpand	%ymm3, %ymm7, %ymm9
	vpxor	%ymm3, %ymm7, %ymm3
	vmovdqu	32(%rcx,%rax), %ymm7
	vpand	%ymm7, %ymm8, %ymm8
	vpand	%ymm12, %ymm8, %ymm10
	vpxor	%ymm12, %ymm8, %ymm12
	vmovdqu	%ymm12, 224(%rsp)
	btl	$1, %r9d
	movl	$0, %eax
	sbbq	%rax, %rax
	vmovq	%rax, %xmm8
	vpbroadcastq	%xmm8, %ymm8
	vpand	%ymm6, %ymm8, %ymm11
	vmovdqu	(%rsp), %ymm15
	vpand	%ymm15, %ymm11, %ymm12
	vpxor	%ymm15, %ymm11, %ymm11
	vpand	%ymm11, %ymm9, %ymm15
	vpor	%ymm12, %ymm15, %ymm12
	vpand	%ymm7, %ymm8, %ymm8
	vpand	%ymm13, %ymm8, %ymm15
	vpxor	%ymm13, %ymm8, %ymm8
	vpand	%ymm8, %ymm10, %ymm13
	vpor	%ymm15, %ymm13, %ymm13
	vpxor	%ymm9, %ymm11, %ymm9
	vmovdqu	%ymm9, (%rsp)
	vpxor	%ymm10, %ymm8, %ymm8
	vmovdqu	%ymm8, 192(%rsp)
	btl	$2, %r9d
	movl	$0, %eax
	sbbq	%rax, %rax
	vmovq	%rax, %xmm8
	vpbroadcastq	%xmm8, %ymm8
	vpand	%ymm6, %ymm8, %ymm9
	vmovdqu	32(%rsp), %ymm11
	vpand	%ymm11, %ymm9, %ymm10
	vpxor	%ymm11, %ymm9, %ymm9
	vpand	%ymm9, %ymm12, %ymm11
	vpor	%ymm10, %ymm11, %ymm10
	vpand	%ymm7, %ymm8, %ymm8
	vpand	%ymm14, %ymm8, %ymm11
	vpxor	%ymm14, %ymm8, %ymm8
	vpand	%ymm8, %ymm13, %ymm14
	vpor	%ymm11, %ymm14, %ymm11
	vpxor	%ymm12, %ymm9, %ymm9
	vmovdqu	%ymm9, 32(%rsp)
	vpxor	%ymm13, %ymm8, %ymm15
	btl	$3, %r9d
	movl	$0, %eax
	sbbq	%rax, %rax
	vmovq	%rax, %xmm8
	vpbroadcastq	%xmm8, %ymm8
	vpand	%ymm6, %ymm8, %ymm9
	vmovdqu	64(%rsp), %ymm13
	vpand	%ymm13, %ymm9, %ymm12
	vpxor	%ymm13, %ymm9, %ymm9
	vpand	%ymm9, %ymm10, %ymm13
	vpor	%ymm12, %ymm13, %ymm12
	vpand	%ymm7, %ymm8, %ymm8
	vmovdqu	128(%rsp), %ymm14
	vpand	%ymm14, %ymm8, %ymm13
	vpxor	%ymm14, %ymm8, %ymm8
	vpand	%ymm8, %ymm11, %ymm14
	vpor	%ymm13, %ymm14, %ymm13
	vpxor	%ymm10, %ymm9, %ymm9
	vmovdqu	%ymm9, 64(%rsp)
	vpxor	%ymm11, %ymm8, %ymm8
	vmovdqu	%ymm8, 128(%rsp)
	btl	$4, %r9d
	movl	$0, %eax
	sbbq	%rax, %rax
	vmovq	%rax, %xmm8
	vpbroadcastq	%xmm8, %ymm8
	vpand	%ymm6, %ymm8, %ymm9
	vmovdqu	96(%rsp), %ymm11
	vpand	%ymm11, %ymm9, %ymm10
	vpxor	%ymm11, %ymm9, %ymm9
	vpand	%ymm9, %ymm12, %ymm11
	vpor	%ymm10, %ymm11, %ymm10
	vpand	%ymm7, %ymm8, %ymm8
	vmovdqu	160(%rsp), %ymm14
	vpand	%ymm14, %ymm8, %ymm11
	vpxor	%ymm14, %ymm8, %ymm8
	vpand	%ymm8, %ymm13, %ymm14
	vpor	%ymm11, %ymm14, %ymm11
	vpxor	%ymm12, %ymm9, %ymm9
	vmovdqu	%ymm9, 96(%rsp)
	vpxor	%ymm13, %ymm8, %ymm8
	vmovdqu	%ymm8, 160(%rsp)
	btl	$5, %r9d
	movl	$0, %eax
	sbbq	%rax, %rax
	vmovq	%rax, %xmm8
	vpbroadcastq	%xmm8, %ymm8
	vpand	%ymm6, %ymm8, %ymm9
	vpand	%ymm2, %ymm9, %ymm12
	vpxor	%ymm2, %ymm9, %ymm9
	vpand	%ymm9, %ymm10, %ymm13
	vpor	%ymm12, %ymm13, %ymm12
	vpand	%ymm7, %ymm8, %ymm8
	vpand	%ymm5, %ymm8, %ymm13
	vpxor	%ymm5, %ymm8, %ymm8
	vpand	%ymm8, %ymm11, %ymm14
	vpor	%ymm13, %ymm14, %ymm13
	vmovdqa	%ymm15, %ymm14
	vpxor	%ymm10, %ymm9, %ymm15
	vpxor	%ymm11, %ymm8, %ymm11
	btl	$6, %r9d
	movl	$0, %eax
	sbbq	%rax, %rax
	vmovq	%rax, %xmm8
	vpbroadcastq	%xmm8, %ymm8
	vpand	%ymm6, %ymm8, %ymm6
	vpand	%ymm4, %ymm6, %ymm9
	vpxor	%ymm4, %ymm6, %ymm6
	vpand	%ymm6, %ymm12, %ymm10
	vpor	%ymm9, %ymm10, %ymm9
	vpand	%ymm7, %ymm8, %ymm7
	vpand	%ymm0, %ymm7, %ymm8
	vpxor	%ymm0, %ymm7, %ymm7
	vpand	%ymm7, %ymm13, %ymm10
	vpor	%ymm8, %ymm10, %ymm8
	vpxor	%ymm6, %ymm12, %ymm10
	vmovdqu	224(%rsp), %ymm12
	vpxor	%ymm7, %ymm13, %ymm0
	vmovdqu	192(%rsp), %ymm13
	vmovdqu	256(%rsp), %ymm2
	vpxor	%ymm2, %ymm9, %ymm6
	vpand	%ymm2, %ymm9, %ymm5
	vmovdqu	320(%rsp), %ymm9
	vpxor	%ymm5, %ymm9, %ymm9
	vmovdqu	288(%rsp), %ymm2
	vpxor	%ymm2, %ymm8, %ymm7
	vpand	%ymm2, %ymm8, %ymm4
	vpxor	%ymm4, %ymm1, %ymm1
	addq	$8, %rsi
	vmovdqa	%ymm7, %ymm2
	vmovdqa	%ymm6, %ymm4
	cmpq	%rdx, %rsi
	jne	.LBB0_3
	jmp	.LBB0_5
.LBB0_1:
	vmovdqa	%ymm2, %ymm7
	vmovdqa	%ymm4, %ymm6
.LBB0_5:
	vmovdqu	%ymm3, (%rdi)
	vmovdqu	%ymm12, 32(%rdi)
	vmovups	(%rsp), %ymm2
	vmovups	%ymm2, 64(%rdi)
	vmovdqu	%ymm13, 96(%rdi)
	vmovups	32(%rsp), %ymm2
	vmovups	%ymm2, 128(%rdi)
	vmovdqu	%ymm14, 160(%rdi)
	vmovups	64(%rsp), %ymm2
	vmovups	%ymm2, 192(%rdi)
	vmovups	128(%rsp), %ymm2
	vmovups	%ymm2, 224(%rdi)
	vmovups	96(%rsp), %ymm2
	vmovups	%ymm2, 256(%rdi)
	vmovups	160(%rsp), %ymm2
	vmovups	%ymm2, 288(%rdi)
	vmovdqu	%ymm15, 320(%rdi)
	vmovdqu	%ymm11, 352(%rdi)
	vmovdqu	%ymm10, 384(%rdi)
	vmovdqu	%ymm0, 416(%rdi)
	vmovdqu	%ymm6, 448(%rdi)
	vmovdqu	%ymm7, 480(%rdi)
	vmovdqu	%ymm9, 512(%rdi)
	vmovdqu	%ymm1, 544(%rdi)
	addq	$360, %rsp
	.cfi_def_cfa_offset 8
	vzeroupper
	retq
.LBB0_6:
	.cfi_def_cfa_offset 368
	leaq	.Lanon.181785928553a72fbc33b1c71577bedb.1(%rip), %rdx
	movq	%rax, %rdi
	movq	%r8, %rsi
	vzeroupper
	callq	*_RNvNtCsgEmfK2I1SDS_4core9panicking18panic_bounds_check@GOTPCREL(%rip)
.Lfunc_end0:
	.size	_ZN1k6add25617hc344cb7c485d5b0dE, .Lfunc_end0-_ZN1k6add25617hc344cb7c485d5b0dE
	.cfi_endproc

	.section	.text._ZN1k6add51217h755575a3d24f12ebE,"ax",@progbits
	.globl	_ZN1k6add51217h755575a3d24f12ebE
	.p2align	4
	.type	_ZN1k6add51217h755575a3d24f12ebE,@function
_ZN1k6add51217h755575a3d24f12ebE:
	.cfi_startproc
	pushq	%rax
	.cfi_def_cfa_offset 16
	vmovdqu64	(%rdi), %zmm1
	vmovdqu64	64(%rdi), %zmm7
	vmovdqu64	128(%rdi), %zmm4
	vmovdqu64	192(%rdi), %zmm6
	vmovdqu64	256(%rdi), %zmm3
	vmovdqu64	320(%rdi), %zmm5
	vmovdqu64	384(%rdi), %zmm2
	vmovdqu64	448(%rdi), %zmm8
	vmovdqu64	512(%rdi), %zmm0
	testq	%rdx, %rdx
	je	.LBB1_1
	leaq	(%rsi,%rdx,8), %rdx
	.p2align	4
.LBB1_3:
	movl	(%rsi), %eax
	cmpq	%rax, %r8
	jbe	.LBB1_6
	shlq	$6, %rax
	vmovdqu64	(%rcx,%rax), %zmm9
	movl	4(%rsi), %eax
	movl	%eax, %r9d
	andl	$1, %r9d
	negq	%r9
	vpbroadcastq	%r9, %zmm10
	vpandq	%zmm10, %zmm9, %zmm10
	vpandq	%zmm1, %zmm10, %zmm11
	vpxorq	%zmm1, %zmm10, %zmm1
	btl	$1, %eax
	movl	$0, %r9d
	sbbq	%r9, %r9
	vpbroadcastq	%r9, %zmm10
	vpandq	%zmm10, %zmm9, %zmm10
	vpxorq	%zmm7, %zmm10, %zmm12
	vpandq	%zmm12, %zmm11, %zmm13
	vpternlogq	$248, %zmm7, %zmm10, %zmm13
	btl	$2, %eax
	movl	$0, %r9d
	sbbq	%r9, %r9
	vpxorq	%zmm11, %zmm12, %zmm7
	vpbroadcastq	%r9, %zmm10
	vpandq	%zmm10, %zmm9, %zmm10
	vpxorq	%zmm4, %zmm10, %zmm11
	vpandq	%zmm11, %zmm13, %zmm12
	vpternlogq	$248, %zmm4, %zmm10, %zmm12
	vpxorq	%zmm13, %zmm11, %zmm4
	btl	$3, %eax
	movl	$0, %r9d
	sbbq	%r9, %r9
	vpbroadcastq	%r9, %zmm10
	vpandq	%zmm10, %zmm9, %zmm10
	vpxorq	%zmm6, %zmm10, %zmm11
	vpandq	%zmm11, %zmm12, %zmm13
	vpternlogq	$248, %zmm6, %zmm10, %zmm13
	btl	$4, %eax
	movl	$0, %r9d
	sbbq	%r9, %r9
	vpxorq	%zmm12, %zmm11, %zmm6
	vpbroadcastq	%r9, %zmm10
	vpandq	%zmm10, %zmm9, %zmm10
	vpxorq	%zmm3, %zmm10, %zmm11
	vpandq	%zmm11, %zmm13, %zmm12
	vpternlogq	$248, %zmm3, %zmm10, %zmm12
	vpxorq	%zmm13, %zmm11, %zmm3
	btl	$5, %eax
	movl	$0, %r9d
	sbbq	%r9, %r9
	vpbroadcastq	%r9, %zmm10
	vpandq	%zmm10, %zmm9, %zmm10
	vpxorq	%zmm5, %zmm10, %zmm11
	vpandq	%zmm11, %zmm12, %zmm13
	vpternlogq	$248, %zmm5, %zmm10, %zmm13
	btl	$6, %eax
	movl	$0, %eax
	sbbq	%rax, %rax
	vpxorq	%zmm12, %zmm11, %zmm5
	vpbroadcastq	%rax, %zmm10
	vpandq	%zmm10, %zmm9, %zmm9
	vpxorq	%zmm2, %zmm9, %zmm10
	vpandq	%zmm10, %zmm13, %zmm11
	vpternlogq	$248, %zmm2, %zmm9, %zmm11
	vpxorq	%zmm13, %zmm10, %zmm2
	vpxorq	%zmm11, %zmm8, %zmm9
	vpternlogq	$120, %zmm8, %zmm11, %zmm0
	addq	$8, %rsi
	vmovdqa64	%zmm9, %zmm8
	cmpq	%rdx, %rsi
	jne	.LBB1_3
	jmp	.LBB1_5
.LBB1_1:
	vmovdqa64	%zmm8, %zmm9
.LBB1_5:
	vmovdqu64	%zmm1, (%rdi)
	vmovdqu64	%zmm7, 64(%rdi)
	vmovdqu64	%zmm4, 128(%rdi)
	vmovdqu64	%zmm6, 192(%rdi)
	vmovdqu64	%zmm3, 256(%rdi)
	vmovdqu64	%zmm5, 320(%rdi)
	vmovdqu64	%zmm2, 384(%rdi)
	vmovdqu64	%zmm9, 448(%rdi)
	vmovdqu64	%zmm0, 512(%rdi)
	popq	%rax
	.cfi_def_cfa_offset 8
	vzeroupper
	retq
.LBB1_6:
	.cfi_def_cfa_offset 16
	leaq	.Lanon.181785928553a72fbc33b1c71577bedb.1(%rip), %rdx
	movq	%rax, %rdi
	movq	%r8, %rsi
	vzeroupper
	callq	*_RNvNtCsgEmfK2I1SDS_4core9panicking18panic_bounds_check@GOTPCREL(%rip)
.Lfunc_end1:
	.size	_ZN1k6add51217h755575a3d24f12ebE, .Lfunc_end1-_ZN1k6add51217h755575a3d24f12ebE
	.cfi_endproc

	.type	.Lanon.181785928553a72fbc33b1c71577bedb.0,@object
	.section	.rodata.str1.1,"aMS",@progbits,1
.Lanon.181785928553a72fbc33b1c71577bedb.0:
	.asciz	"k.rs"
	.size	.Lanon.181785928553a72fbc33b1c71577bedb.0, 5

	.type	.Lanon.181785928553a72fbc33b1c71577bedb.1,@object
	.section	.data.rel.ro..Lanon.181785928553a72fbc33b1c71577bedb.1,"aw",@progbits
	.p2align	3, 0x0
.Lanon.181785928553a72fbc33b1c71577bedb.1:
	.quad	.Lanon.181785928553a72fbc33b1c71577bedb.0
	.asciz	"\004\000\000\000\000\000\000\000\r\000\000\000\022\000\000"
	.size	.Lanon.181785928553a72fbc33b1c71577bedb.1, 24

	.ident	"rustc version 1.95.0 (59807616e 2026-04-14)"
	.section	".note.GNU-stack","",@progbits
