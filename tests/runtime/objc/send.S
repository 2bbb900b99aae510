# objc_msgSend for the GNU runtime: looks the method up and jumps to it, with all arguments as they came.
.globl objc_msgSendSuper
.type objc_msgSendSuper,@function
objc_msgSendSuper:
  push %rbp; mov %rsp,%rbp
  push %rdi; push %rsi; push %rdx; push %rcx; push %r8; push %r9; push %rax; sub $136,%rsp
  movups %xmm0,0(%rsp); movups %xmm1,16(%rsp); movups %xmm2,32(%rsp); movups %xmm3,48(%rsp); movups %xmm4,64(%rsp); movups %xmm5,80(%rsp); movups %xmm6,96(%rsp); movups %xmm7,112(%rsp)
  call objc_msg_lookup_super@PLT
  mov %rax,%r11
  movups 0(%rsp),%xmm0; movups 16(%rsp),%xmm1; movups 32(%rsp),%xmm2; movups 48(%rsp),%xmm3; movups 64(%rsp),%xmm4; movups 80(%rsp),%xmm5; movups 96(%rsp),%xmm6; movups 112(%rsp),%xmm7
  add $136,%rsp; pop %rax; pop %r9; pop %r8; pop %rcx; pop %rdx; pop %rsi; pop %rdi; leave
  mov (%rdi),%rdi
  jmp *%r11
.size objc_msgSendSuper,.-objc_msgSendSuper
.globl objc_msgSend
.type objc_msgSend,@function
objc_msgSend:
  push %rbp; mov %rsp,%rbp
  push %rdi; push %rsi; push %rdx; push %rcx; push %r8; push %r9; push %rax; sub $136,%rsp
  movups %xmm0,0(%rsp); movups %xmm1,16(%rsp); movups %xmm2,32(%rsp); movups %xmm3,48(%rsp); movups %xmm4,64(%rsp); movups %xmm5,80(%rsp); movups %xmm6,96(%rsp); movups %xmm7,112(%rsp)
  call objc_msg_lookup@PLT
  mov %rax,%r11
  movups 0(%rsp),%xmm0; movups 16(%rsp),%xmm1; movups 32(%rsp),%xmm2; movups 48(%rsp),%xmm3; movups 64(%rsp),%xmm4; movups 80(%rsp),%xmm5; movups 96(%rsp),%xmm6; movups 112(%rsp),%xmm7
  add $136,%rsp; pop %rax; pop %r9; pop %r8; pop %rcx; pop %rdx; pop %rsi; pop %rdi; leave
  jmp *%r11
.size objc_msgSend,.-objc_msgSend
.section .note.GNU-stack,"",@progbits
